/** PNG chunks: IHDR, eXIf, and XMP in iTXt. */
import { inflateSync } from "node:zlib";
import { type ByteSource, memorySource, partOf } from "./byte-source.ts";
import { iptcOfPhotoshop } from "./photoshop.ts";
import { noPieces, type Pieces, type Range } from "./pieces.ts";

const xmpKeyword = "XML:com.adobe.xmp\0";
/** What makes the pixels; the other chunks are about them. */
const pictureChunks = new Set(["IHDR", "PLTE", "tRNS", "IDAT", "acTL", "fcTL", "fdAT"]);
const longestXmpBytes = 16 * 1024 * 1024;
/** A small text may unpack to a very long one, and nobody writes so many. */
const mostFound = 8;

export function readPng(source: ByteSource): Pieces {
  const exif: ByteSource[] = [];
  const xmp: Buffer[] = [];
  const iptc: Buffer[] = [];
  const picture: Range[] = [];
  let width: number | null = null;
  let height: number | null = null;
  let ended = false;
  let found = 0;
  for (let at = 8; at + 12 <= source.size && !ended; ) {
    const head = source.slice(at, 8);
    const length = head.readUInt32BE(0);
    const type = head.toString("latin1", 4, 8);
    if (pictureChunks.has(type)) picture.push({ at: at + 8, length });
    if (type === "IHDR") {
      const size = source.slice(at + 8, 8);
      if (size.length === 8) [width, height] = [size.readUInt32BE(0), size.readUInt32BE(4)];
    } else if ((type === "zTXt" || type === "tEXt") && found < mostFound) {
      const profile = rawProfile(type, source.slice(at + 8, Math.min(length, longestXmpBytes)));
      found += Number(profile !== null);
      if (profile?.name === "exif") exif.push(exifIn(profile.bytes));
      else if (profile?.name === "xmp") xmp.push(profile.bytes);
      else if (profile?.name === "iptc") iptc.push(...iptcOfPhotoshop(profile.bytes));
    } else if (type === "eXIf") exif.push(partOf(source, at + 8, length));
    else if (type === "iTXt" && found < mostFound) {
      const packet = xmpOf(source.slice(at + 8, Math.min(length, longestXmpBytes)));
      found += Number(packet !== null);
      if (packet) xmp.push(packet);
    }
    ended = type === "IEND";
    at += 12 + length;
  }
  return { ...noPieces, exif, xmp, iptc, width, height, picture, truncated: !ended, empty: width === null };
}

/** ImageMagick's way, older than eXIf: keyword `Raw profile type exif`, then a name, a length and the bytes as hexadecimal text. */
function rawProfile(type: string, chunk: Buffer): { readonly name: string; readonly bytes: Buffer } | null {
  const keyword = /^Raw profile type (exif|APP1|xmp|iptc)\0/.exec(chunk.toString("latin1", 0, 32));
  if (!keyword) return null;
  const [whole, kind = ""] = keyword;
  const body = chunk.subarray(whole.length);
  const text = type === "zTXt" ? inflateSync(body.subarray(1), { maxOutputLength: longestXmpBytes }) : body;
  const hex = /^\s*\S+\s+\d+\s+([0-9a-f\s]+)/i.exec(text.toString("latin1"))?.[1] ?? "";
  const bytes = Buffer.from(hex.replace(/\s+/g, ""), "hex");
  const isXmp = kind === "APP1" && bytes.toString("latin1", 0, 28) === "http://ns.adobe.com/xap/1.0/";
  if (isXmp) return { name: "xmp", bytes: bytes.subarray(29) };
  return { name: kind === "APP1" ? "exif" : kind, bytes };
}

/** With or without the head that it has in a JPEG. */
const exifIn = (bytes: Buffer) => memorySource(bytes.toString("latin1", 0, 4) === "Exif" ? bytes.subarray(6) : bytes);

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
