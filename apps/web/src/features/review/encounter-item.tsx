/** One encounter to judge: its photographs, its fields, what was noticed, and the verdict. */
import { type EncounterRow, type FieldEdit, isReference, type Since } from "@landfall/protocol";
import { memo, useId } from "react";
import { thumbnailUrl } from "../../api/image-url.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count } from "../../ui/format.ts";
import { Thumbnail } from "../../ui/thumbnail.tsx";
import { countImages, fieldWords, reviewWords, rowTitle } from "../../ui/words.ts";
import { ChangedThereNote } from "./changed-there.tsx";
import { deliveredWords, deniedOnHub } from "./correction-words.ts";
import { EncounterFields, FixedFields } from "./encounter-fields.tsx";
import { Findings } from "./findings.tsx";
import { isBlocked, type Verdict } from "./foresee.ts";
import { HubMatchNote } from "./hub-match.tsx";
import { SeenOtherwise } from "./seen-otherwise.tsx";
import { ofRow, UnsavedNotes } from "./unsaved-notes.tsx";

/** What is done with any of the encounters in the list; the same for as long as the list is there. */
export interface ItemActs {
  readonly onVerdict: (row: EncounterRow, verdict: Verdict) => void;
  /** @returns whether it is saved */
  readonly onSave: (row: EncounterRow, patch: FieldEdit) => Promise<boolean>;
  readonly onLook: (row: EncounterRow) => void;
  readonly onSelect: (row: EncounterRow, index: number, how: { readonly range: boolean }) => void;
}

/** What came of what a person last did with it. */
export interface Said {
  readonly error?: unknown;
  /** As they saw it, where it was otherwise by then. */
  readonly seen?: EncounterRow;
  /** It cannot be edited or denied: it is decided of. */
  readonly isClosed?: true;
  /** It is not approved, as something that was typed is not saved. */
  readonly isUnsaved?: true;
}

interface ItemProps {
  readonly row: EncounterRow;
  readonly index: number;
  readonly said: Said | undefined;
  readonly acts: ItemActs;
  readonly isSelected: boolean;
  /** A version that is only looked at is not decided of. */
  readonly isDecided: boolean;
}

function Covers({ row, onLook }: { row: EncounterRow; onLook: () => void }) {
  const label = `Look at ${countImages(row)} of ${rowTitle(row)}`;
  return (
    <button
      type="button"
      className={`cover of${Math.min(3, Math.max(1, row.covers.length))}`}
      onClick={onLook}
      aria-label={label}
    >
      {row.covers.length > 0 ? (
        row.covers
          .slice(0, 3)
          .map((sha256) => <Thumbnail key={sha256} src={thumbnailUrl(row.id, sha256)} state={row.sync} alt="" />)
      ) : (
        <span className="tile empty">
          <span className="noimage">No image can be shown</span>
        </span>
      )}
      <span className="covercount">{countImages(row)}</span>
    </button>
  );
}

function decidedWords({ review, correctionDue, sync }: EncounterRow): string {
  if (review === "denied") return "Denied";
  if (correctionDue) return "Approved, corrected";
  return sync === "synced" ? "Approved, synced" : "Approved";
}

/** What became of it since the version before. */
const sinceWords = {
  new: { words: "New", tone: "warn" },
  changed: { words: "Changed", tone: "warn" },
  same: undefined,
} as const satisfies Record<Since, unknown>;

/** `locality, a decision about 2 images`; empty where it may be approved. */
function needsOf({ missing, findings }: EncounterRow): string {
  const blocking = findings.filter(({ severity }) => severity === "blocking");
  const images = new Set(blocking.flatMap((finding) => finding.images.map(({ sha256 }) => sha256))).size;
  const decision = images > 0 ? `a decision about ${count(images, "image")}` : "a decision about what is noted";
  return [...missing.map((name) => fieldWords[name].toLowerCase()), ...(blocking.length > 0 ? [decision] : [])].join(
    ", ",
  );
}

function VerdictButtons({ row, onVerdict }: { row: EncounterRow; onVerdict: (verdict: Verdict) => void }) {
  const why = useId();
  const title = rowTitle(row);
  if (row.review === "approved" || row.review === "denied")
    return (
      <>
        <Chip tone={row.review === "approved" ? "live" : "quiet"}>{decidedWords(row)}</Chip>
        <Button look="ghost" onClick={() => onVerdict("reopen")}>
          Reopen<span className="sr"> {title}</span> <kbd className="kbd">R</kbd>
        </Button>
      </>
    );
  const since = row.since && sinceWords[row.since];
  const needs = needsOf(row);
  return (
    <>
      {since && <Chip tone={since.tone}>{since.words}</Chip>}
      <Button
        onClick={() => onVerdict("approve")}
        disabled={isBlocked(row)}
        title={needs ? `Needs ${needs}` : undefined}
        aria-describedby={needs ? why : undefined}
      >
        Approve<span className="sr"> {title}</span> <kbd className="kbd">A</kbd>
      </Button>
      {needs && (
        <small className="needs" id={why}>
          Needs {needs}
        </small>
      )}
      <Button look="ghost" onClick={() => onVerdict("deny")}>
        Deny<span className="sr"> {title}</span> <kbd className="kbd">D</kbd>
      </Button>
    </>
  );
}

/** A click with Shift selects all in between. */
function Select({ row, index, isSelected, acts }: Pick<ItemProps, "row" | "index" | "isSelected" | "acts">) {
  return (
    <label className="encselect">
      <input
        type="checkbox"
        checked={isSelected}
        onChange={({ nativeEvent }) =>
          acts.onSelect(row, index, { range: (nativeEvent as MouseEvent).shiftKey === true })
        }
      />
      <span className="sr">Select {rowTitle(row)}</span>
    </label>
  );
}

/** @param onSave nothing where the encounter is decided about */
function ReferenceNote({ row, onSave }: { row: EncounterRow; onSave: ((edit: FieldEdit) => void) | undefined }) {
  if (!isReference(row.values)) return null;
  return (
    <p className="note info">
      Reference images of an individual: no date, place or photographer is needed.{" "}
      {onSave && (
        <Button look="link" onClick={() => onSave({ eventType: null })}>
          It is a sighting
        </Button>
      )}
    </p>
  );
}

/** Drawn anew only when it is another one: those in sight stay as they are while others come into sight. */
export const EncounterItem = memo(function EncounterItem(props: ItemProps) {
  const { row, index, said, acts, isSelected, isDecided } = props;
  const onSave = (patch: FieldEdit) => acts.onSave(row, patch);
  const isFrozen = !isDecided || row.review === "approved" || row.review === "denied";
  const isOpen = row.review === "pending" || row.review === "incomplete";
  const delivered =
    row.review === "denied" ? deniedOnHub(row) : isOpen || row.correctionDue ? deliveredWords(row) : undefined;
  return (
    <div className={`enc ${row.review}${isSelected ? " chosen" : ""}`}>
      <div className="encpictures">
        <Covers row={row} onLook={() => acts.onLook(row)} />
        {isDecided && <Select row={row} index={index} isSelected={isSelected} acts={acts} />}
      </div>
      <div className="encbody">
        {isFrozen ? <FixedFields row={row} /> : <EncounterFields row={row} onSave={onSave} />}
        {isFrozen && isDecided && (
          <UnsavedNotes of={ofRow(row)} hint="It was decided of meanwhile. Reopen it to save what you have typed." />
        )}
        <ReferenceNote row={row} onSave={isFrozen ? undefined : (patch) => void onSave(patch)} />
        <Findings row={row} onSave={isFrozen ? undefined : (patch) => void onSave(patch)} />
        {isOpen && isDecided && <HubMatchNote row={row} />}
        <ChangedThereNote row={row} canSettle={isDecided && row.review === "approved"} />
        {delivered && <p className="note info">{delivered}</p>}
        {said?.isClosed && isFrozen && (
          <p className="note" role="alert">
            It is {reviewWords[row.review].toLowerCase()}, and stays as it is until it is reopened:{" "}
            <kbd className="kbd">R</kbd> or <i>Reopen</i>, then <kbd className="kbd">E</kbd> edits.
          </p>
        )}
        {said?.isUnsaved && (
          <p className="note" role="alert">
            Not approved: what you have typed is not saved. Save it, or take it back, then approve.
          </p>
        )}
        <SeenOtherwise row={row} seen={said?.seen} />
        {said?.error ? <ErrorNote error={said.error} /> : null}
      </div>
      <div className="verdict">
        {isDecided ? (
          <VerdictButtons row={row} onVerdict={(verdict) => acts.onVerdict(row, verdict)} />
        ) : (
          <Chip>{row.review === "approved" ? decidedWords(row) : reviewWords[row.review]}</Chip>
        )}
      </div>
    </div>
  );
});
