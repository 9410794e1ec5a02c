/** Texts inside photographs: NUL-padded, blank, UTF-8 or an old Windows code page. */

const utf8 = new TextDecoder("utf-8", { fatal: true });
const windows1252 = new TextDecoder("windows-1252");

/** UTF-8 where the bytes are valid UTF-8, else windows-1252, which every byte sequence is. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return windows1252.decode(bytes);
  }
}

/** The text up to its NUL terminator. */
export function terminated(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end === -1 ? bytes : bytes.subarray(0, end);
}

// Control characters in a name are padding or damage, never a part of it.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\u0000-\u001f\u007f]+/g;

/** White space and control characters as single blanks, trimmed, at most 500 characters; null when nothing is left. */
export function cleanText(text: string): string | null {
  const clean = text.replace(controls, " ").replace(/\s+/gu, " ").trim().slice(0, 500).trim();
  return clean === "" ? null : clean;
}

/** Several names as Darwin Core writes a list; each name once. */
export const joinNames = (names: readonly string[]): string | null => {
  const clean = names.map(cleanText).filter((name) => name !== null);
  return clean.length === 0 ? null : [...new Set(clean)].join(" | ");
};
