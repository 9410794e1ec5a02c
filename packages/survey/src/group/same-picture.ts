/** Photographs that are the same picture, or the same shot, with other bytes. They are shown as such, and never dropped. */
import type { FindingCode } from "@landfall/protocol";
import type { GroupInput } from "../ports.ts";

/** For each index into `files`: what the others say of it. */
export function pictureFindings(files: readonly GroupInput[]): ReadonlyMap<number, FindingCode> {
  const findings = new Map<number, FindingCode>();
  mark(files, findings, "SAME_SHOT", shotOf, ({ pictureSha256 }) => pictureSha256);
  mark(files, findings, "SAME_PICTURE", pictureOf, ({ sha256 }) => sha256);
  return findings;
}

/** Files that share a key and differ in what they are. The same picture says more than the same shot, so it comes last. */
function mark(
  files: readonly GroupInput[],
  findings: Map<number, FindingCode>,
  code: FindingCode,
  keyOf: (file: GroupInput) => string | null,
  identityOf: (file: GroupInput) => string | null,
): void {
  const first = new Map<string, number>();
  files.forEach((file, index) => {
    const key = keyOf(file);
    if (key === null) return;
    const other = first.get(key);
    if (other === undefined) first.set(key, index);
    else if (identityOf(file) !== identityOf(files[other] ?? file)) {
      findings.set(index, code);
      findings.set(other, code);
    }
  });
}

/** Two black frames may be the same picture; they are one photograph only where their time, or for want of it their name, agrees. */
function pictureOf({ bucket, pictureSha256, metadata, path }: GroupInput): string | null {
  if (bucket !== "image" || pictureSha256 === null) return null;
  return `${pictureSha256} ${metadata?.localTime ?? path.slice(path.lastIndexOf("/") + 1)}`;
}

/**
 * Camera, time and sub-second. Frames of a burst differ in their sub-second, so without one, or with the zeros that some cameras
 * always write, nothing can be said; a RAW file beside its JPEG is another matter.
 */
function shotOf({ bucket, pictureSha256, mediaType, metadata }: GroupInput): string | null {
  if (bucket !== "image" || pictureSha256 === null || !metadata?.model || !metadata.localTime) return null;
  const subSecond = metadata.localTime.slice(20);
  if (!/[1-9]/.test(subSecond) || metadata.timeSource !== "DateTimeOriginal") return null;
  return [metadata.make, metadata.model, metadata.serial, metadata.localTime, mediaType].join("|");
}
