/** PNG chunks: IHDR, eXIf, and XMP in iTXt. */
import { inflateSync } from "node:zlib";
import { type ByteSource, partOf } from "./byte-source.ts";
import { noPieces, type Pieces, type Range } from "./pieces.ts";

const xmpKeyword = "XML:com.adobe.xmp\0";
/** What makes the pixels; the other chunks are about them. */
const pictureChunks = new Set(["IHDR", "PLTE", "tRNS", "IDAT", "acTL", "fcTL", "fdAT"]);
const longestXmpBytes = 16 * 1024 * 1024;

export function readPng(source: ByteSource): Pieces {
  const exif: ByteSource[] = [];
  const xmp: Buffer[] = [];
  const picture: Range[] = [];
  let width: number | null = null;
  let height: number | null = null;
  let ended = false;
  for (let at = 8; at + 12 <= source.size && !ended; ) {
    const head = source.slice(at, 8);
    const length = head.readUInt32BE(0);
    const type = head.toString("latin1", 4, 8);
    if (pictureChunks.has(type)) picture.push({ at: at + 8, length });
    if (type === "IHDR") {
      const size = source.slice(at + 8, 8);
      if (size.length === 8) [width, height] = [size.readUInt32BE(0), size.readUInt32BE(4)];
    } else if (type === "eXIf") exif.push(partOf(source, at + 8, length));
    else if (type === "iTXt") {
      const packet = xmpOf(source.slice(at + 8, Math.min(length, longestXmpBytes)));
      if (packet) xmp.push(packet);
    }
    ended = type === "IEND";
    at += 12 + length;
  }
  return { ...noPieces, exif, xmp, width, height, picture, truncated: !ended, empty: width === null };
}

/** iTXt: keyword NUL, compressed?, method, language NUL, translated keyword NUL, text. */
function xmpOf(chunk: Buffer): Buffer | null {
  if (!chunk.toString("latin1", 0, xmpKeyword.length).startsWith(xmpKeyword)) return null;
  const compressed = chunk[xmpKeyword.length] === 1;
  const languageEnd = chunk.indexOf(0, xmpKeyword.length + 2);
  const translatedEnd = languageEnd === -1 ? -1 : chunk.indexOf(0, languageEnd + 1);
  if (translatedEnd === -1) return null;
  const text = chunk.subarray(translatedEnd + 1);
  return compressed ? inflateSync(text, { maxOutputLength: longestXmpBytes }) : text;
}
