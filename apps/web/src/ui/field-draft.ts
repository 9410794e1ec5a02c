/** The six fields as texts that a person types, and the patch they make. */
import { type FieldPatch, fieldSchemas } from "@landfall/protocol";
import { parseCoordinates } from "./coordinates.ts";

export interface FieldDraft {
  readonly eventDate: string;
  readonly locality: string;
  readonly recordedBy: string;
  readonly coordinates: string;
  readonly license: string;
}
export const emptyDraft: FieldDraft = { eventDate: "", locality: "", recordedBy: "", coordinates: "", license: "" };
export type DraftName = keyof FieldDraft;

export const draftHints: Record<DraftName, string> = {
  eventDate: "A date such as 2024-07-15, 1998-07, 1998, or an interval 1998-07/1998-08.",
  locality: "At most 500 characters.",
  recordedBy: "At most 500 characters.",
  coordinates: "Latitude and longitude, such as 53.1672, −129.352.",
  license: "Choose one.",
};

/** The patch of one field's text; `undefined` where the text is not of its form. */
export function toPatch(name: DraftName, text: string): FieldPatch | undefined {
  if (name === "coordinates") return parseCoordinates(text);
  const value = fieldSchemas[name].safeParse(text.trim());
  return value.success ? ({ [name]: value.data } as FieldPatch) : undefined;
}

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
