import { Dialog } from "@base-ui/react/dialog";
import { type EncounterRow, factWords, type ImageRow } from "@landfall/protocol";
import { Button } from "../../ui/button.tsx";
import { formatBytes, formatNumber } from "../../ui/format.ts";
import { countImages, rowTitle } from "../../ui/words.ts";
import type { Selecting } from "./use-selection.ts";

interface HeadProps {
  readonly row: EncounterRow;
  /** The place of the image that is shown large, and the image. */
  readonly shown: number | undefined;
  readonly image: ImageRow | undefined;
  readonly onShow: (index: number | undefined) => void;
  readonly selecting: Selecting<ImageRow>;
}

/** `T002B`, `left side`, `quality 3`. */
const saidOf = (image: ImageRow | undefined): string[] => (image ? [...image.individuals, ...factWords(image)] : []);

export function LightboxHead({ row, shown, image, onShow, selecting }: HeadProps) {
  const total = row.imageCount;
  return (
    <div className="dialoghead">
      <div className="headtext">
        <Dialog.Title className="dialogtitle">{rowTitle(row)}</Dialog.Title>
        <p className="quiet" aria-live="polite">
          {shown === undefined
            ? `${countImages(row)}, ${formatBytes(row.bytes)}`
            : [`Image ${formatNumber(shown + 1)} of ${formatNumber(total)}`, ...saidOf(image)].join(" · ")}
        </p>
      </div>
      {shown !== undefined && (
        <div className="headacts">
          {image && (
            <Button
              aria-pressed={selecting.chosen.has(image.sha256)}
              onClick={() => selecting.press(image, shown, { range: false, more: true })}
            >
              {selecting.chosen.has(image.sha256) ? "Selected" : "Select"} <kbd className="kbd">X</kbd>
            </Button>
          )}
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
    </div>
  );
}
