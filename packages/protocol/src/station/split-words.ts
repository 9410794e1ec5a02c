/** What a person should know once images are an encounter of their own. */
import type { EncounterValues, FieldProvenance, FurtherFieldName } from "../encounter.ts";
import { furtherFieldWords } from "../field-words.ts";

/** Said of the group of animals, and so once. */
const groupWords = [
  "organismName",
  "individualCount",
  "groupSizeMin",
  "groupSizeMax",
  "behavior",
  "eventRemarks",
] as const satisfies readonly FurtherFieldName[];

interface Told {
  readonly values: EncounterValues;
  readonly provenance: FieldProvenance;
}

const longest = 60;
const shortened = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);

/**
 * @param kept goes on with what is said of the group: the images that were split off where these are more, else those that were left
 * @returns which values those are and where they come from, and that both share a sighting; nothing where there are none
 */
export function splitNotes(kept: Told, made: Told, isKeptByPicked: boolean): string[] {
  const staying = groupWords.filter((name) => (kept.values[name] ?? null) !== null && !made.values[name]);
  if (staying.length === 0) return [];
  const values = staying.map((name) => `${furtherFieldWords[name]} “${shortened(String(kept.values[name]))}”`);
  const rows = [...new Set(staying.flatMap((name) => kept.provenance[name]?.place ?? []))];
  const from = rows.length > 0 ? ` (from ${rows.join("; ")})` : "";
  const shared = kept.values.parentEventID;
  return [
    `What is said of the whole group stays with the images that were ${isKeptByPicked ? "split off" : "left"}, so that nothing is counted twice: ${values.join(", ")}${from}.`,
    made.values.organismName
      ? `The other one has the individuals that its own photographs name, “${shortened(made.values.organismName)}”.`
      : "The other one has none of it: enter there which individuals it shows.",
    ...(shared && shared === made.values.parentEventID
      ? [`Both are of the shared sighting “${shared}”; empty that where it was another one.`]
      : []),
  ];
}
