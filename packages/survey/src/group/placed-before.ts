/** A photograph that lies under several paths stays where it was placed, as long as nothing new says something else. Pure. */
import type { GroupInput, GroupOptions, PathOfFile } from "../ports.ts";

export interface PlacesBefore {
  /** Files, by index, by whose names a person has decided. */
  readonly decided: ReadonlySet<number>;
  /** The path that stands for that of a file: the one that placed it is gone, and no other has come. */
  readonly instead: ReadonlyMap<number, PathOfFile & { readonly key: number }>;
}

const nameOf = ({ root, path }: PathOfFile): string => `${root} ${path}`;

export function placesBefore(files: readonly GroupInput[], { before }: Pick<GroupOptions, "before">): PlacesBefore {
  const decided = new Set<number>();
  const instead = new Map<number, PathOfFile & { readonly key: number }>();
  if (!before || before.size === 0) return { decided, instead };
  const isKnown = ({ bucket, sha256 }: GroupInput) => bucket === "image" && sha256 !== null && before.has(sha256);
  const indexes = [...files.keys()].filter((index) => isKnown(files[index] as GroupInput));
  for (const [sha256, same] of Map.groupBy(indexes, (index) => files[index]?.sha256 ?? "")) {
    const all = before.get(sha256) ?? [];
    const here = new Map(same.map((index) => [nameOf(files[index] as GroupInput), index]));
    for (const one of all) {
      const index = here.get(nameOf(one));
      if (index !== undefined && one.isDecided) decided.add(index);
    }
    const [first] = all;
    const known = new Set(all.flatMap((one) => one.known.map(nameOf)));
    if (!first || all.some((one) => here.has(nameOf(one))) || ![...here.keys()].every((name) => known.has(name)))
      continue;
    for (const index of same) instead.set(index, first);
  }
  return { decided, instead };
}
