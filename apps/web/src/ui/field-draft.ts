/** The fields of every encounter as texts that a person types, and the patch they make. */
import { type FieldEdit, FieldPatch, type FurtherFieldName } from "@landfall/protocol";
import { parseCoordinates } from "./coordinates.ts";

export interface FieldDraft {
  readonly eventDate: string;
  readonly locality: string;
  readonly recordedBy: string;
  readonly coordinates: string;
  readonly license: string;
  readonly available: string;
}
export const emptyDraft: FieldDraft = {
  eventDate: "",
  locality: "",
  recordedBy: "",
  coordinates: "",
  license: "",
  available: "",
};
export type DraftName = keyof FieldDraft;

const draftHints: Record<DraftName, string> = {
  eventDate: "A date such as 2024-07-15, 1998-07, 1998, or an interval 1998-07/1998-08.",
  locality: "At most 500 characters.",
  recordedBy: "At most 500 characters.",
  coordinates: "Latitude and longitude, such as 53.1672, −129.352.",
  license: "Choose one.",
  available: "A day such as 2027-01-01.",
};

/** What a text of the field looks like. */
export const draftHint = (name: DraftName | FurtherFieldName): string =>
  name in draftHints
    ? draftHints[name as DraftName]
    : /^(?:individual|group|coordinate)/.test(name)
      ? "A number."
      : "The text is too long.";

/** The patch of one field's text; `undefined` where the text is not of its form. */
export function toPatch(name: DraftName | FurtherFieldName, text: string): FieldPatch | undefined {
  if (name === "coordinates") return parseCoordinates(text);
  const patch = FieldPatch.safeParse({ [name]: text.trim() });
  return patch.success ? patch.data : undefined;
}

/** The field is to have no value. */
export const emptyPatch = (name: DraftName | FurtherFieldName): FieldEdit =>
  name === "coordinates" ? { decimalLatitude: null, decimalLongitude: null } : { [name]: null };

/** All that was filled in as one patch, and the names of those not of their form. */
export function readDraft(draft: FieldDraft): { patch: FieldPatch; wrong: DraftName[] } {
  const wrong: DraftName[] = [];
  let patch: FieldPatch = {};
  for (const name of Object.keys(draft) as DraftName[]) {
    if (!draft[name].trim()) continue;
    const part = toPatch(name, draft[name]);
    if (part) patch = { ...patch, ...part };
    else wrong.push(name);
  }
  return { patch, wrong };
}
