/** Whether a path is another one with a name taken out of it, and nothing else changed: its place is the same. Pure. */
import { foldName, foldText } from "@landfall/protocol";
import type { PathOfFile } from "../ports.ts";

/** Letters and digits alone: what stands between them goes with a name. */
const lettersOf = (text: string): string => foldText(text).replace(/[^\p{L}\p{N}\p{M}]+/gu, "");

/** Folders, and the file's name without its extension. */
const partsOf = (path: string): string[] => path.replace(/\.[^./]*$/, "").split("/");

/**
 * `2024-07-15_Haro Strait_Bill Wood/a.jpg` and `2024-07-15_Haro Strait/a.jpg`, by Bill Wood. Where a folder was called by the name
 * alone, one of another name is another folder, but for `unknown` and the like.
 */
export function isNameTakenOut(before: PathOfFile, now: PathOfFile, name: string): boolean {
  const [were, are] = [partsOf(before.path), partsOf(now.path)];
  if (before.root !== now.root || were.length !== are.length) return false;
  const taken = lettersOf(name);
  const others = were.flatMap((was, at) => (was === are[at] ? [] : [[was, are[at] ?? ""] as const]));
  return taken !== "" && others.length > 0 && others.every(([was, is]) => isWithout(was, is, taken));
}

function isWithout(was: string, is: string, taken: string): boolean {
  const [old, left] = [lettersOf(was), lettersOf(is)];
  const at = old.indexOf(taken);
  if (at === -1) return false;
  const [front, rear] = [old.slice(0, at), old.slice(at + taken.length)];
  if (front + rear === "") return foldName(is) === null;
  return left.length >= front.length + rear.length && left.startsWith(front) && left.endsWith(rear);
}
