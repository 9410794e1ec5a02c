/** One image of the wall. Drawn anew only where something of it changes: the wall may hold thousands. */
import { burstText, type EncounterId, factWords, type ImageRow, nearText, type ReviewState } from "@landfall/protocol";
import { memo } from "react";
import { thumbnailUrl } from "../../api/image-url.ts";
import { count } from "../../ui/format.ts";
import { Thumbnail } from "../../ui/thumbnail.tsx";
import { imageStateWords } from "../../ui/words.ts";
import { shortSides } from "./facts.ts";

interface CellProps {
  readonly encounter: EncounterId;
  readonly review: ReviewState;
  readonly image: ImageRow | undefined;
  readonly index: number;
  /** The image beside it in its line, if any. */
  readonly next: ImageRow | undefined;
  readonly column: number;
  readonly isChosen: boolean;
  /** Reached by the tab key. */
  readonly isStop: boolean;
}

function describe(image: ImageRow, encounter: EncounterId, review: ReviewState) {
  const isOut = image.state === "skipped";
  const paired = image.pairedWith ? `, with ${image.pairedWith}` : "";
  const notices = image.findings.length > 0 ? `, ${count(image.findings.length, "finding")}` : "";
  const why = image.leftOut ? `: ${image.leftOut}` : "";
  const said = [...factWords(image), burstText(image), nearText(image, encounter)]
    .map((word) => (word ? `, ${word}` : ""))
    .join("");
  const state = isOut ? `Left out${why}` : imageStateWords(image.state, review);
  return {
    isOut,
    notices,
    label: `${image.fileName}: ${state}${said}${paired}${notices}`,
    title: `${image.filePath}${paired}${said}`,
  };
}

/** In a corner of it, drawn by the style: its name says them in full. */
function Marks({ image: { side, quality, people, burst, near } }: { image: ImageRow }) {
  if (side === null && quality === null && !people && !burst && !near) return null;
  return (
    <span className="factmarks" aria-hidden="true">
      {burst && <i data-mark={burst.at === 1 ? `Burst of ${burst.of}` : `${burst.at}/${burst.of}`} />}
      {near && <i data-mark="≈" />}
      {side !== null && <i data-mark={shortSides[side]} />}
      {quality !== null && <i data-mark={quality} />}
      {people && <i data-mark="People" className="ofpeople" />}
    </span>
  );
}

export const WallCell = memo(function WallCell(props: CellProps) {
  const { encounter, review, image, index, next, column, isChosen, isStop } = props;
  const place = { "aria-colindex": column + 1, "data-image": index };
  if (!image)
    return (
      // biome-ignore lint/a11y/useSemanticElements: a table cannot be drawn line by line.
      <div
        role="gridcell"
        tabIndex={isStop ? 0 : -1}
        {...place}
        className="wallcell"
        aria-label={`Image ${index + 1}: reading`}
      >
        <span className="tile wait" />
      </div>
    );
  const { isOut, notices, label, title } = describe(image, encounter, review);
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above.
    <div
      role="gridcell"
      tabIndex={isStop ? 0 : -1}
      {...place}
      className={`wallcell${isChosen ? " chosen" : ""}${isOut ? " out" : ""}`}
      aria-selected={isChosen}
      aria-label={label}
    >
      <Thumbnail
        src={thumbnailUrl(encounter, image.sha256)}
        state={image.state}
        alt=""
        label={image.inContainer ? "In its container" : "No preview"}
      />
      <span className="tick" data-tick aria-hidden="true">
        {isChosen ? "✓" : ""}
      </span>
      <Marks image={image} />
      {image.burst && (
        <span className={`burstbar${next?.burst?.number === image.burst.number ? " goeson" : ""}`} aria-hidden="true" />
      )}
      {isOut && (
        <span className="outword" aria-hidden="true" title={image.leftOut ?? undefined}>
          {image.leftOut ? `Left out: ${image.leftOut}` : "Left out"}
        </span>
      )}
      <span className="wallname">
        <span className="ellipsis mono" title={title}>
          {notices && <i className="mark" />}
          {image.fileName}
        </span>
        <span className="enlarge" data-enlarge aria-hidden="true" title="Show large">
          ⤢
        </span>
      </span>
    </div>
  );
});
