/** One image, large, with what is known of it. */
import { type EncounterRow, findingTable, type ImageRow } from "@landfall/protocol";
import { useState } from "react";
import { previewUrl } from "../../api/image-url.ts";
import { Chip } from "../../ui/chip.tsx";
import { formatBytes, formatEventDate } from "../../ui/format.ts";
import { imageTones, imageWords } from "../../ui/words.ts";

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
          {formatBytes(image.bytes)} · {image.mediaType}
        </span>
        <Chip tone={imageTones[image.state]}>{imageWords[image.state]}</Chip>
        {image.error && (
          <span className="note">
            {image.error.message} {image.error.hint}
          </span>
        )}
        {image.findings.map((code) => (
          <span key={code} className={findingTable[code].severity === "note" ? "note info" : "note"}>
            {findingTable[code].message}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
