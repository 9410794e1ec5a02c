/** File names are bytes. These are their texts. */
import { isUtf8 } from "node:buffer";

/** The name as text, unchanged where it is UTF-8 (composed or not); else each byte that is not is shown as `\xNN`. */
export function textOfName(bytes: Buffer): { readonly text: string; readonly isUtf8: boolean } {
  return isUtf8(bytes)
    ? { text: bytes.toString("utf8"), isUtf8: true }
    : { text: textOfBrokenName(bytes), isUtf8: false };
}

function textOfBrokenName(bytes: Buffer): string {
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    // The shortest run of bytes that is text is one character.
    const length = [1, 2, 3, 4].find((count) => at + count <= bytes.length && isUtf8(bytes.subarray(at, at + count)));
    text += length === undefined ? shownByte(bytes.readUInt8(at)) : bytes.toString("utf8", at, at + length);
    at += length ?? 1;
  }
  return text;
}

const shownByte = (byte: number) => `\\x${byte.toString(16).padStart(2, "0")}`;

/** Lower-case extension without its dot; empty where the name has none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? "" : name.slice(dot + 1).toLowerCase();
}
