/** Which side of an animal a photograph shows, where its keywords, its name or its folder says so. Pure. */
import type { Side } from "@landfall/protocol";

/** A letter alone is one of the two sides; the other words are written out. */
const inName =
  /(?:^|[\s_.-])(L|R|(?:left|right|dorsal|ventral|front|anterior|posterior)(?:[\s_-]*side)?)(?:\s*\(\d+\))?$/i;
const inFolder = /^(left|right|dorsal|ventral|front|anterior|posterior)(?:[\s_-]*sides?)?$/i;
const inKeyword = /^(left|right|dorsal|ventral|front|anterior|posterior)(?:[\s_-]*(?:side|view))?$/i;

const sides: Readonly<Record<string, Side>> = { l: "left", r: "right", f: "anterior", a: "anterior", d: "dorsal" };
const sideNamed = (text: string): Side => {
  const word = text.toLowerCase();
  return word.startsWith("v") ? "ventral" : word.startsWith("p") ? "posterior" : (sides[word[0] ?? ""] ?? "left");
};

/** The name without the side at its end, and without the number of a copy. */
export const withoutSide = (stem: string): string => {
  const said = inName.exec(stem);
  const isSide = said && said[1] !== "l" && said[1] !== "r";
  return (isSide ? stem.slice(0, said.index) : stem.replace(/\s*\(\d+\)$/, "")).trim();
};

export interface SaidSide {
  readonly side: Side;
  readonly source: "keyword" | "filename" | "folder";
  /** The keyword or the name that it stands in. */
  readonly raw: string;
}

/** `017-03W_L.jpg`, `Catalogue/Right/…`: keywords come before the name, the name before the folder, the inner folder before the outer one. */
export function saidSide(path: string, keywords: readonly string[] = []): SaidSide | null {
  const keyword = keywords.find((each) => inKeyword.test(each.trim()));
  if (keyword !== undefined) return { side: sideNamed(keyword.trim()), source: "keyword", raw: keyword };
  const [name = "", ...folders] = path.split("/").reverse();
  const stem = name.replace(/\.[^.]*$/, "");
  const said = inName.exec(stem)?.[1];
  // A small letter alone is a counter's, or a copy's.
  if (said !== undefined && said !== "l" && said !== "r")
    return { side: sideNamed(said), source: "filename", raw: name };
  const folder = folders.find((each) => inFolder.test(each));
  return folder === undefined ? null : { side: sideNamed(folder), source: "folder", raw: folder };
}
