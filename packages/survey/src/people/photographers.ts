/** The photographers of a photograph as people, in what is known of its encounter. */
import type { Evidence, Sourced } from "../group/evidence.ts";
import type { Names, PeopleRules } from "./resolve.ts";

/**
 * What is no person is left out; where nothing names one, there is the default one. `written` are the names as they stand,
 * down to the one that counts.
 */
export function withPeople(of: Evidence, names: Names, { defaultPhotographer }: PeopleRules): Evidence {
  if (of.photographers.length === 0 && defaultPhotographer === null) return of;
  const written: string[] = [];
  const photographers: Sourced[] = [];
  for (const said of of.photographers) {
    if (photographers.length === 0) written.push(said.value);
    const { recordedBy, folded } = names(said.value);
    if (recordedBy === null) continue;
    photographers.push(
      recordedBy === said.value ? { ...said, folded } : { ...said, value: recordedBy, folded, verbatim: said.value },
    );
  }
  if (photographers.length === 0 && defaultPhotographer !== null) {
    const { folded } = names(defaultPhotographer);
    photographers.push({ value: defaultPhotographer, source: "population", raw: defaultPhotographer, folded });
  }
  return { ...of, photographers, written };
}
