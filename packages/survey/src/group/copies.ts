/** Roots that hold nothing but what another root holds too: backup drives. Pure. */
import type { Sha256 } from "@landfall/protocol";
import type { GroupInput } from "../ports.ts";

export interface Copy {
  /** Index of the root whose photographs they are. */
  readonly of: number;
  readonly images: number;
}

/** Without the files of roots that are copies. */
export function withoutCopies<T extends Pick<GroupInput, "root" | "bucket" | "sha256">>(files: readonly T[]): T[] {
  const copies = copiesOf(files);
  return files.filter(({ root }) => !copies.has(root));
}

/** By index of the root. Of two roots that hold the same, the later one is the copy. */
export function copiesOf(files: readonly Pick<GroupInput, "root" | "bucket" | "sha256">[]): ReadonlyMap<number, Copy> {
  const held = new Map<number, Set<Sha256>>();
  for (const { root, bucket, sha256 } of files) {
    if (bucket !== "image" || sha256 === null) continue;
    const of = held.get(root) ?? new Set();
    held.set(root, of.add(sha256));
  }
  const copies = new Map<number, Copy>();
  for (const [root, images] of [...held].sort(([a], [b]) => b - a)) {
    for (const [other, theirs] of held) {
      if (other === root || copies.has(other) || theirs.size < images.size) continue;
      if (theirs.size === images.size && other > root) continue;
      if (![...images].every((sha256) => theirs.has(sha256))) continue;
      copies.set(root, { of: other, images: images.size });
      break;
    }
  }
  return copies;
}
