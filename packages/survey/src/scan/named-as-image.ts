/** What a file is that is named like an image and is none, so that a person is told what lies there instead. */
import { isUtf8 } from "node:buffer";
import type { NamedAsImage } from "@landfall/protocol";

const archives =
  /^application\/(?:zip|gzip|x-(?:7z-compressed|rar-compressed|tar|gzip|bzip2|xz|lzip|compress|apple-diskimage))$/;

/** @param mediaType by content; null where it says nothing */
export function namedAsImage(head: Uint8Array, mediaType: string | null, isDocument: boolean): NamedAsImage {
  if (mediaType === null) return isText(head) ? textKind(head) : "UNKNOWN_AS_IMAGE";
  if (archives.test(mediaType)) return "ARCHIVE_AS_IMAGE";
  if (mediaType.startsWith("audio/")) return "SOUND_AS_IMAGE";
  return isDocument ? "DOCUMENT_AS_IMAGE" : "OTHER_AS_IMAGE";
}

/** Enough to know text by. */
const sampleBytes = 4096;
const webPage = /^\ufeff?\s*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b/i;

const textKind = (head: Uint8Array): NamedAsImage =>
  webPage.test(Buffer.from(head.subarray(0, sampleBytes)).toString("utf8")) ? "WEB_PAGE_AS_IMAGE" : "TEXT_AS_IMAGE";

/** Tab, line feed, vertical tab, form feed, carriage return, escape. */
const textControls = new Set([9, 10, 11, 12, 13, 27]);

/** UTF-8 or, by its byte order mark, UTF-16; or nearly all ASCII, as an older code page has it: without control characters. */
function isText(head: Uint8Array): boolean {
  const sample = head.subarray(0, sampleBytes);
  const [first, second] = sample;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  if (sample.some((byte) => (byte < 32 && !textControls.has(byte)) || byte === 127)) return false;
  const ascii = sample.reduce((count, byte) => count + Number(byte < 128), 0);
  return isUtf8(withoutCutCharacter(sample)) || ascii >= 0.75 * sample.length;
}

/** The sample may end within a character. */
function withoutCutCharacter(sample: Uint8Array): Uint8Array {
  const lastLead = sample.findLastIndex((byte) => byte < 0x80 || byte >= 0xc0);
  return sample.length === sampleBytes && (sample[lastLead] ?? 0) >= 0xc0 ? sample.subarray(0, lastLead) : sample;
}
