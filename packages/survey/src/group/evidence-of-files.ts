/** What is known of each image by itself, and by the row of a sheet that it is of. Pure. */
import type { Identifiers } from "../individuals/identifiers.ts";
import { referenceOf, rootName } from "../individuals/reference.ts";
import { withCameraPerson } from "../people/camera-people.ts";
import { withPeople } from "../people/photographers.ts";
import { type Names, noPeople, type PeopleRules } from "../people/resolve.ts";
import type { GroupInput, GroupOptions, Sighting } from "../ports.ts";
import type { Leads } from "./companions.ts";
import { type Evidence, type EvidenceRules, evidenceOf } from "./evidence.ts";
import type { IsPerson } from "./full-names.ts";
import { withNamesBefore } from "./named-before.ts";
import type { PlacesBefore } from "./placed-before.ts";
import { type Placings, placeInRows, withRow } from "./sightings.ts";

export interface Known {
  readonly places: PlacesBefore;
  readonly rules: EvidenceRules;
  readonly isPerson: IsPerson;
  readonly identifiers: Identifiers;
  readonly names: Names;
  readonly people: PeopleRules;
  readonly sightings: readonly Sighting[];
}

/** Of images whose bytes are known. What stands in between is let go of before any is grouped. */
export function evidenceIn(
  files: readonly GroupInput[],
  leads: Leads,
  { roots, cameraPeople = [], approved = new Map() }: GroupOptions,
  { places, rules, isPerson, identifiers, names, people, sightings }: Known,
): { evidence: Evidence[]; placings: Placings } {
  const peopleOf = (name: string) => names(name).parts.flatMap((part) => part.people ?? [part.text]);
  const named = files.flatMap((input, index): Evidence[] => {
    if (input.bucket !== "image" || input.sha256 === null) return [];
    const lead = leads.get(index) ?? index;
    const found = files[lead] ?? input;
    const before = places.instead.get(index) ?? places.instead.get(lead);
    const shown = before ? { ...found, root: before.root, path: before.path } : found;
    const read = (of: GroupInput) => withCameraPerson(evidenceOf(of, lead, rules), of, roots, cameraPeople, isPerson);
    // Without a sheet nobody else's row can take it.
    const said =
      sightings.length === 0 ? read(shown) : withNamesBefore(read(shown), shown, { approved, read, peopleOf });
    const reference = asReference(shown, said, roots, identifiers);
    const of = reference === null ? said : { ...said, reference };
    return [lead === index ? of : { ...of, file: index, findings: [] }];
  });
  const ofRows = sightings.map((each) => ({ ...each, photographers: each.photographers.flatMap(peopleOf) }));
  const leading =
    ofRows.length === 0 ? [] : named.filter(({ file }) => !leads.has(file)).map(withPeople(names, noPeople));
  const placings = placeInRows(leading, files, roots, ofRows);
  const asPeople = withPeople(names, people);
  return { evidence: named.map((of) => asPeople(placed(of, leads, placings, sightings))), placings };
}

const asReference = ({ path, root }: GroupInput, { days }: Evidence, roots: readonly string[], of: Identifiers) =>
  referenceOf({ path, root: rootName(roots[root]), hasDay: days.length > 0 }, of);

/** What follows another file is of that one's row. */
function placed(of: Evidence, leads: Leads, { rows, without }: Placings, sightings: readonly Sighting[]): Evidence {
  const lead = leads.get(of.file) ?? of.file;
  const placing = rows.get(lead);
  const sighting = sightings[placing?.row ?? -1];
  if (placing && sighting) {
    const found = withRow(of, placing, sighting);
    return lead === of.file ? found : { ...found, findings: of.findings };
  }
  return lead === of.file && without.has(lead) ? { ...of, findings: [...of.findings, "NO_SHEET_ROW"] } : of;
}
