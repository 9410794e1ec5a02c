/** The photographers of a photograph as people, in what is known of its encounter. */
import type { Evidence, Sourced } from "../group/evidence.ts";
import type { Names, PeopleRules } from "./resolve.ts";

/**
 * What is no person is left out; where nothing names one, there is the default one. `written` are the names as they stand,
 * down to the one that counts.
 */
export function withPeople(names: Names, { defaultPhotographer }: PeopleRules): (of: Evidence) => Evidence {
  const known = new Map<string, Photographers>();
  return (of) => {
    if (of.photographers.length === 0 && defaultPhotographer === null) return of;
    // Thousands of photographs say the same: they share its lists.
    const key = JSON.stringify(of.photographers);
    const { photographers, written } = known.get(key) ?? asPeople(of.photographers, names, defaultPhotographer);
    known.set(key, { photographers, written });
    return { ...of, photographers, written };
  };
}

type Photographers = Pick<Evidence, "photographers" | "written">;

function asPeople(all: readonly Sourced[], names: Names, defaultPhotographer: string | null): Photographers {
  const written: string[] = [];
  const photographers: Sourced[] = [];
  for (const said of all) {
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
  return { photographers, written };
}
