/** Whose a photograph was by the names of a folder or file that it no longer lies under. Pure. */
import type { ApprovedBefore, GroupInput } from "../ports.ts";
import { mayBeSame } from "../sheets/people.ts";
import { type Evidence, isOfNames } from "./evidence.ts";
import { isNameTakenOut } from "./name-taken-out.ts";

export interface NamesBefore {
  readonly approved: ReadonlyMap<string, ApprovedBefore>;
  /** What is known of a file, by the names of its path. */
  readonly read: (input: GroupInput) => Evidence;
  /** The people that a name stands for. */
  readonly peopleOf: (name: string) => readonly string[];
}

/**
 * What was approved outweighs a guess: where no name says any more who took a photograph, it is by whom its names said before it
 * was moved, if that is who was approved. A row of that time that credits somebody else does not take it. Whoever takes a name out of
 * a folder or file that stays where it is says that it was wrong: then it is nobody's.
 */
export function withNamesBefore(of: Evidence, input: GroupInput, { approved, read, peopleOf }: NamesBefore): Evidence {
  const before = input.sha256 === null ? undefined : approved.get(input.sha256);
  if (!before || of.photographers.some((one) => isOfNames(one) || one.source === "override")) return of;
  const credited = peopleOf(before.recordedBy);
  const isCredited = (name: string) => peopleOf(name).some((one) => credited.some((each) => mayBeSame(one, each)));
  for (const { root, path } of before.paths) {
    const { photographers } = read({ ...input, root, path });
    const named = photographers.find((one) => isOfNames(one) && isCredited(one.value));
    if (named && isNameTakenOut({ root, path }, input, named.verbatim ?? named.value)) return of;
    if (named) return { ...of, photographers, findings: [...of.findings, "PHOTOGRAPHER_KEPT"] };
  }
  return of;
}
