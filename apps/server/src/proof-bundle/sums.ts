/** `SHA256SUMS`, as sha256sum writes and reads it, byte for byte. */
import path from "node:path";

/** The deepest folder that holds all of these files; `/` stands at its end. */
export function commonFolder(files: readonly Buffer[]): Buffer {
  const slash = 0x2f;
  const [first, ...rest] = files;
  if (!first) return Buffer.from("/");
  let length = first.lastIndexOf(slash) + 1;
  for (const file of rest) {
    while (!file.subarray(0, length).equals(first.subarray(0, length)))
      length = first.subarray(0, length - 1).lastIndexOf(slash) + 1;
  }
  return first.subarray(0, length);
}

/** One line. A name with a backslash or a line end is escaped, which a leading backslash tells. */
export function sumsLine(sha256: string, file: Buffer): Buffer {
  // Latin-1 keeps each byte as it is.
  const name = file.toString("latin1");
  const isPlain = !/[\\\n\r]/.test(name);
  const escaped = name.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
  return Buffer.from(`${isPlain ? "" : "\\"}${sha256}  ${escaped}\n`, "latin1");
}

/** Absolute paths of this system, with `/`. */
export const toSlashes = (file: Buffer): Buffer =>
  path.sep === "/" ? file : Buffer.from(file.toString("latin1").replaceAll("\\", "/"), "latin1");
