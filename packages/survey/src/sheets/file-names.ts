/** Photographs that a row names: `IMG_0412.JPG`, `IMG_0412-0430`, `412, 415-418`. */

import { pictureExtensions, videos } from "../scan/extensions.ts";

/** One name, or the names from one number to another with the same letters before it. */
export interface FileNames {
  /** Folded, without an extension; the letters alone in a range. */
  readonly stem: string;
  readonly from: number | null;
  readonly to: number | null;
}

const extension = new RegExp(`\\.(?:${[...pictureExtensions, "raw", ...videos].join("|")})$`, "i");
const folded = (name: string) => name.normalize("NFC").toLowerCase();
const longestRange = 20_000;
/** What file systems allow. */
const longestName = 255;

export function readFileNames(text: string): FileNames[] {
  const parts = text
    .split(/[;,|\n]+|\s{2,}/)
    .map((part) => part.trim().replace(/^.*[/\\]/, ""))
    .filter((part) => part !== "" && part.length <= longestName);
  let letters = "";
  return parts.flatMap((part): FileNames[] => {
    const stem = part.replace(extension, "");
    const range = /^(.*?)(\d+)(?:\.\w{3,4})?\s*(?:-|–|—|to|\.\.)\s*(.*?)(\d+)$/i.exec(stem);
    if (range) {
      const [, first = "", from = "", second = "", to = ""] = range;
      const size = Number(padded(to, from)) - Number(from);
      if ((second === "" || folded(second) === folded(first)) && size >= 0 && size <= longestRange) {
        letters = first === "" ? letters : first;
        return [{ stem: folded(first || letters), from: Number(from), to: Number(padded(to, from)) }];
      }
    }
    const numbered = /^(.*?)\d+$/.exec(stem);
    if (numbered && numbered[1] === "") return [{ stem: folded(letters), from: Number(stem), to: Number(stem) }];
    letters = numbered?.[1] ?? letters;
    return [{ stem: folded(stem), from: null, to: null }];
  });
}

/** `0412-30` is up to 0430. */
const padded = (to: string, from: string): string =>
  to.length < from.length ? from.slice(0, from.length - to.length) + to : to;

/** A photograph's name as rows name it. */
export interface SplitName {
  /** Folded, without its extension; and without a second one, of `IMG_1.NEF.xmp`. */
  readonly name: string;
  readonly bare: string;
  readonly letters: string;
  readonly number: number | null;
}

export function splitName(fileName: string): SplitName {
  const name = folded(fileName.replace(/\.[^.]*$/, ""));
  const parts = /^(.*?)(\d+)$/.exec(name);
  return {
    name,
    bare: name.replace(extension, ""),
    letters: parts?.[1] ?? name,
    number: parts ? Number(parts[2]) : null,
  };
}

/** A row of bare numbers means the number of any name. */
export function isNamed({ name, bare, letters, number }: SplitName, { stem, from, to }: FileNames): boolean {
  if (from === null || to === null) return name === stem || bare === stem;
  return number !== null && number >= from && number <= to && (stem === "" || letters === stem);
}
