/** Photographs that lie under several paths, counted once. Pure. */
import type { GroupInput } from "../ports.ts";

/** The first file of each content, in their order; those whose bytes are not known are each their own. */
export function eachOnce<T extends Pick<GroupInput, "sha256">>(files: readonly T[]): T[] {
  const seen = new Set<string>();
  return files.filter(({ sha256 }) => {
    if (sha256 === null) return true;
    const isNew = !seen.has(sha256);
    seen.add(sha256);
    return isNew;
  });
}
