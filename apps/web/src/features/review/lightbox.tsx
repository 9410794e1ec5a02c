/** All images of one encounter: a wall of small ones, and one at a time. */
import { Dialog } from "@base-ui/react/dialog";
import type { EncounterRow } from "@landfall/protocol";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { imagePageQuery, imagePageSize } from "../../api/queries.ts";
import { Button } from "../../ui/button.tsx";
import { count, formatBytes, formatNumber } from "../../ui/format.ts";
import { encounterTitle } from "../../ui/words.ts";
import { ImagePreview } from "./image-preview.tsx";
import { ImageWall } from "./image-wall.tsx";

interface ContentProps {
  readonly row: EncounterRow;
  /** The one that is shown large, by its place. */
  readonly shown: number | undefined;
  readonly onShow: (index: number | undefined) => void;
}

function Head({ row, shown, onShow }: ContentProps) {
  const total = row.imageCount;
  return (
    <header className="dialoghead">
      <div className="headtext">
        <Dialog.Title className="dialogtitle">{encounterTitle(row.values)}</Dialog.Title>
        <p className="quiet" aria-live="polite">
          {shown === undefined
            ? `${count(total, "image")}, ${formatBytes(row.bytes)}`
            : `Image ${formatNumber(shown + 1)} of ${formatNumber(total)}`}
        </p>
      </div>
      {shown !== undefined && (
        <div className="headacts">
          <Button onClick={() => onShow(shown - 1)} disabled={shown === 0} aria-label="Previous image">
            <span aria-hidden="true">←</span>
          </Button>
          <Button onClick={() => onShow(shown + 1)} disabled={shown === total - 1} aria-label="Next image">
            <span aria-hidden="true">→</span>
          </Button>
          <Button onClick={() => onShow(undefined)}>Show all</Button>
        </div>
      )}
      <Dialog.Close className="btn ghost icon" aria-label="Close">
        <span aria-hidden="true">×</span>
      </Dialog.Close>
    </header>
  );
}

function Content({ row, shown, onShow }: ContentProps) {
  const body = useRef<HTMLDivElement>(null);
  const [last, setLast] = useState<number>();
  const isLarge = shown !== undefined;
  const page = useQuery({ ...imagePageQuery(row.id, Math.floor((shown ?? 0) / imagePageSize)), enabled: isLarge });
  const image = isLarge ? page.data?.items[shown % imagePageSize] : undefined;
  // The small image that was pressed is gone: the arrows go on from the window itself.
  useEffect(() => {
    if (isLarge) body.current?.focus();
  }, [isLarge]);
  const show = (index: number | undefined) => {
    if (index !== undefined && (index < 0 || index >= row.imageCount)) return;
    setLast(index ?? shown);
    onShow(index);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isLarge) return;
    if (event.key === "ArrowRight") show(shown + 1);
    if (event.key === "ArrowLeft") show(shown - 1);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrows belong to the window as a whole.
    <div className="lightboxbody" ref={body} tabIndex={-1} onKeyDown={onKeyDown}>
      <Head row={row} shown={shown} onShow={show} />
      {!isLarge ? (
        <ImageWall row={row} from={last} onOpen={show} />
      ) : image ? (
        <ImagePreview row={row} image={image} />
      ) : (
        <p className="quiet">Reading…</p>
      )}
    </div>
  );
}

export function Lightbox({ row, onClose }: { row: EncounterRow | undefined; onClose: () => void }) {
  const [shown, setShown] = useState<number>();
  const close = () => {
    setShown(undefined);
    onClose();
  };
  return (
    <Dialog.Root
      open={row !== undefined}
      onOpenChange={(open, { reason, cancel }) => {
        if (open) return;
        if (reason !== "escape-key" || shown === undefined) return close();
        // Escape goes back one step.
        cancel();
        setShown(undefined);
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog lightbox">
          {row && <Content key={row.id} row={row} shown={shown} onShow={setShown} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
