/** All images of one encounter: a wall of small ones to look at and to correct, and one at a time. */
import { Dialog } from "@base-ui/react/dialog";
import type { EncounterId, EncounterRow, ImageFactsPatch, ImageRow } from "@landfall/protocol";
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { encounterQuery, imagePageQuery, imagePageSize } from "../../api/queries.ts";
import { whenFree } from "../../ui/dialog.tsx";
import { CorrectionError } from "./correction-error.tsx";
import { type Correction, deliveredWords } from "./correction-words.ts";
import { useCorrect } from "./corrections.ts";
import { patchOfKey, toggled } from "./facts.ts";
import { ImagePreview } from "./image-preview.tsx";
import { ImageWall, type WallFocus } from "./image-wall.tsx";
import { LastCorrection, useUndoLast } from "./last-correction.tsx";
import { LightboxHead } from "./lightbox-head.tsx";
import { type Asking, SelectionBar } from "./selection-bar.tsx";
import { asTheyAre, useDescribe } from "./use-describe.ts";
import { type Selecting, useSelection } from "./use-selection.ts";

interface ContentProps {
  readonly row: EncounterRow;
  /** The one that is shown large, by its place. */
  readonly shown: number | undefined;
  readonly onShow: (index: number | undefined) => void;
  readonly selecting: Selecting<ImageRow>;
  readonly canCorrect: boolean;
  /** Another encounter takes its place; none where the images went away with theirs. */
  readonly onGone: (next: EncounterRow | undefined) => void;
}

function Content({ row, shown: asked, onShow, selecting, canCorrect, onGone }: ContentProps) {
  const body = useRef<HTMLDivElement>(null);
  const wall = useRef<WallFocus>(null);
  // The last one may have gone to another encounter.
  const shown = asked === undefined ? undefined : Math.min(asked, row.imageCount - 1);
  const [last, setLast] = useState<number>();
  const [asking, setAsking] = useState<Asking>("nothing");
  const correct = useCorrect(row.manifestId);
  const undoing = useUndoLast(row.manifestId);
  const client = useQueryClient();
  const describe = useDescribe();
  const isLarge = shown !== undefined;
  const page = useQuery({ ...imagePageQuery(row.id, Math.floor((shown ?? 0) / imagePageSize)), enabled: isLarge });
  const image = isLarge ? page.data?.items[shown % imagePageSize] : undefined;
  const delivered = deliveredWords(row);
  // One that is shown large is the one that is meant, whatever is selected behind it.
  const described = isLarge ? (image ? [image] : []) : asTheyAre(client, row.id, selecting.chosen.values());
  const say = (images: readonly ImageRow[], patch: ImageFactsPatch) => {
    undoing.reset();
    correct.reset();
    const now = asTheyAre(client, row.id, images);
    describe.mutate({ row, images: now, facts: toggled(patch, now) });
  };
  // The small image that was pressed is gone: the arrows go on from the window itself.
  useEffect(() => {
    if (isLarge) body.current?.focus();
  }, [isLarge]);
  const isNothingChosen = selecting.chosen.size === 0;
  // What describes the selection went with it, and may have had the focus.
  useEffect(() => {
    if (isNothingChosen && !body.current?.contains(document.activeElement)) wall.current?.take();
  }, [isNothingChosen]);
  /** What was pressed or asked is gone: the keys work on. */
  const holdFocus = () => (wall.current ? wall.current.take() : body.current?.focus());
  const show = (index: number | undefined) => {
    if (index !== undefined && (index < 0 || index >= row.imageCount)) return;
    setLast(index ?? shown);
    onShow(index);
  };
  const act = (correction: Correction) => {
    undoing.reset();
    correct.mutate(correction, {
      onSuccess: ({ encounters, removed }) => {
        selecting.clear();
        if (removed.includes(row.id)) return onGone(undefined);
        holdFocus();
        // What was split off is done with; the rest stays in view.
        const rest = correction.kind === "split" ? encounters[1] : undefined;
        if (rest && rest.id !== row.id) onGone(rest);
      },
    });
  };
  const takeBack = () => {
    correct.reset();
    undoing.undoLast(({ encounters, removed }) => {
      selecting.clear();
      if (removed.includes(row.id)) onGone(encounters[0]);
      else holdFocus();
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // What is asked above the window has its own keys.
    if (!(event.target instanceof Element && body.current?.contains(event.target))) return;
    const key = event.key.toLowerCase();
    if (canCorrect && (event.ctrlKey || event.metaKey) && !event.shiftKey && key === "z") {
      event.preventDefault();
      return takeBack();
    }
    if (!isLarge && (event.ctrlKey || event.metaKey) && key === "a") {
      event.preventDefault();
      return selecting.selectAll();
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (isLarge && event.key === "ArrowRight") show(shown + 1);
    if (isLarge && event.key === "ArrowLeft") show(shown - 1);
    if (isLarge && key === "x" && image) selecting.press(image, shown, { range: false, more: true });
    if (canCorrect && !event.target.matches("select")) {
      const here = described.length > 0 ? described : focusedImage(client, row.id, event.target);
      const patch = patchOfKey(key);
      if (patch && here.length > 0) return say(here, patch);
    }
    if (!canCorrect || selecting.chosen.size === 0 || correct.isPending) return;
    const images = [...selecting.chosen.values()];
    if (key === "s" && images.length < row.imageCount)
      act({ kind: "split", row, images: images.map(({ sha256 }) => sha256) });
    if (key === "m") setAsking("move");
    if (key === "b" && images.some(({ state }) => state === "skipped"))
      act({
        kind: "takeBack",
        row,
        images: images.filter((each) => each.state === "skipped").map((each) => each.sha256),
      });
    if (key === "o" && images.some(({ state }) => state !== "skipped")) setAsking("leaveOut");
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the window as a whole.
    <div className="lightboxbody" ref={body} tabIndex={-1} onKeyDown={onKeyDown}>
      <LightboxHead row={row} shown={shown} onShow={show} image={image} selecting={selecting} />
      {delivered && <p className="quiet deliveredline">{delivered}</p>}
      {!isLarge ? (
        <ImageWall row={row} from={last} selecting={selecting} onOpen={show} focus={wall} />
      ) : image ? (
        <ImagePreview row={row} image={image} />
      ) : (
        <p className="quiet">Reading…</p>
      )}
      {canCorrect && (
        <>
          <SelectionBar
            row={row}
            selecting={selecting}
            asking={asking}
            setAsking={setAsking}
            busy={correct.isPending}
            error={correct.error}
            described={described}
            onDescribe={(facts) => say(described, facts)}
            onCorrect={act}
            onDone={holdFocus}
          />
          <CorrectionError error={describe.error} />
          <LastCorrection undoing={undoing} onUndo={takeBack} />
        </>
      )}
    </div>
  );
}

/** The small image that has the focus. */
function focusedImage(client: QueryClient, encounter: EncounterId, target: Element): ImageRow[] {
  const at = Number(target.closest("[data-image]")?.getAttribute("data-image") ?? Number.NaN);
  const { queryKey } = imagePageQuery(encounter, Math.floor(at / imagePageSize));
  const image = client.getQueryData(queryKey)?.items[at % imagePageSize];
  return image ? [image] : [];
}

function Current(props: Omit<ContentProps, "selecting" | "row"> & { first: EncounterRow; onEscape: Escape }) {
  const { first, shown, onShow, onEscape } = props;
  const row = useQuery({ ...encounterQuery(first.id), placeholderData: first }).data ?? first;
  const selecting = useSelection<ImageRow>({
    total: row.imageCount,
    pageSize: imagePageSize,
    page: (page) => imagePageQuery(row.id, page),
    keyOf: ({ sha256 }) => sha256,
  });
  // Escape goes back one step.
  onEscape.current = () => {
    if (shown !== undefined) onShow(undefined);
    else if (selecting.chosen.size > 0) selecting.clear();
    else return false;
    return true;
  };
  return <Content {...props} row={row} selecting={selecting} />;
}

/** What Escape does before it closes the window; true where it did something. */
type Escape = { current: () => boolean };

interface LightboxProps {
  readonly row: EncounterRow | undefined;
  readonly canCorrect: boolean;
  readonly onLook: (row: EncounterRow | undefined) => void;
  /** The focus is free. */
  readonly onClosed: () => void;
}

export function Lightbox({ row, canCorrect, onLook, onClosed }: LightboxProps) {
  const [shown, setShown] = useState<number>();
  const onEscape = useRef(() => false);
  const look = (next: EncounterRow | undefined) => {
    setShown(undefined);
    onLook(next);
  };
  // Back takes one step back here, and does not leave the page behind the window.
  useBlocker({
    disabled: row === undefined,
    enableBeforeUnload: false,
    shouldBlockFn: ({ action }) => {
      if (action !== "BACK") return false;
      if (shown !== undefined) setShown(undefined);
      else look(undefined);
      return true;
    },
  });
  return (
    <Dialog.Root
      open={row !== undefined}
      onOpenChange={(open, { reason, cancel }) => {
        if (open) return;
        if (reason === "escape-key" && onEscape.current()) cancel();
        else look(undefined);
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog lightbox" initialFocus={false} finalFocus={whenFree(onClosed)}>
          {row && (
            <Current
              key={row.id}
              first={row}
              shown={shown}
              onShow={setShown}
              canCorrect={canCorrect}
              onGone={look}
              onEscape={onEscape}
            />
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
