/** File names are bytes. These are their texts. */

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The name as text, unchanged where it is UTF-8 (composed or not); else each byte that is not is shown as `\xNN`. */
export function textOfName(bytes: Uint8Array): { readonly text: string; readonly isUtf8: boolean } {
  try {
    return { text: utf8.decode(bytes), isUtf8: true };
  } catch {
    return { text: textOfBrokenName(bytes), isUtf8: false };
  }
}

function textOfBrokenName(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const length = [1, 2, 3, 4].find((count) => isOneCharacter(bytes.subarray(at, at + count)));
    if (length === undefined) text += `\\x${(bytes[at] ?? 0).toString(16).padStart(2, "0")}`;
    else text += utf8.decode(bytes.subarray(at, at + length));
    at += length ?? 1;
  }
  return text;
}

function isOneCharacter(bytes: Uint8Array): boolean {
  try {
    return [...utf8.decode(bytes)].length === 1;
  } catch {
    return false;
  }
}

/** Lower-case extension without its dot; empty where the name has none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? "" : name.slice(dot + 1).toLowerCase();
}
