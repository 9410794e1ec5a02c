/** What a change was, wherever one is offered to be undone. */
import type { UndoableChange } from "./encounter-rows.ts";

type Told = Pick<UndoableChange, "kind" | "encounters" | "titles" | "fields">;

/** `edit of locality = Robson Bight: 2024-07-15 · Haro Strait · BW`, `approval of 6 encounters: …; …; … and 3 more`. */
export function changeWords({ kind, encounters, titles, fields }: Told): string {
  const values = fields.map(({ name, value }) => `${name} = ${value ?? "(empty)"}`).join("; ");
  const many = encounters > 1 ? `${values ? ", " : " of "}${encounters.toLocaleString("en")} encounters` : "";
  const more = encounters - titles.length;
  const rest = more > 0 && titles.length > 0 ? ` and ${more.toLocaleString("en")} more` : "";
  const which = titles.length > 0 ? `: ${titles.join("; ")}${rest}` : "";
  return `${kind}${values ? ` of ${values}` : ""}${many}${which}`;
}
