/** One image, large, with what is known of it. */
import {
  burstText,
  type EncounterRow,
  type FindingCode,
  findingTable,
  type ImageRow,
  nearText,
} from "@landfall/protocol";
import { useState } from "react";
import { previewUrl, thumbnailUrl } from "../../api/image-url.ts";
import { Chip } from "../../ui/chip.tsx";
import { formatBytes, formatEventDate } from "../../ui/format.ts";
import { Thumbnail } from "../../ui/thumbnail.tsx";
import { imageStateWords, imageTones } from "../../ui/words.ts";

/** The other image, beside its name. */
function Near({ row, image }: { row: EncounterRow; image: ImageRow }) {
  const { near } = image;
  if (!near) return null;
  return (
    <span className="note info nearnote">
      <Thumbnail src={thumbnailUrl(near.encounterId, near.sha256)} state={image.state} alt="" />
      <span className="breakable">It {nearText(image, row.id)}.</span>
    </span>
  );
}

/** What the other image is shown for is not said a second time. */
const isSaidHere =
  ({ near }: ImageRow) =>
  (code: FindingCode) =>
    code !== "NEAR_DUPLICATE" || near === null;

export function ImagePreview({ row, image }: { row: EncounterRow; image: ImageRow }) {
  const [broken, setBroken] = useState<string>();
  const src = previewUrl(row.id, image.sha256);
  return (
    <figure className="preview">
      {broken === src ? (
        <p className="nopreview">This image is delivered as it is, but cannot be shown here.</p>
      ) : (
        <img key={src} className="previewimage" src={src} alt={image.fileName} onError={() => setBroken(src)} />
      )}
      <figcaption>
        <span className="mono breakable">{image.filePath}</span>
        <span className="quiet">
          {image.capturedAt && `${formatEventDate(image.capturedAt.slice(0, 10))} ${image.capturedAt.slice(11, 19)} · `}
          {[formatBytes(image.bytes), image.mediaType, burstText(image)].filter(Boolean).join(" · ")}
        </span>
        <Chip tone={imageTones[image.state]}>{imageStateWords(image.state, row.review)}</Chip>
        {image.error && (
          <span className="note">
            {image.error.message} {image.error.hint}
          </span>
        )}
        <Near row={row} image={image} />
        {image.findings.filter(isSaidHere(image)).map((code) => (
          <span key={code} className={findingTable[code].severity === "note" ? "note info" : "note"}>
            {findingTable[code].message}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
