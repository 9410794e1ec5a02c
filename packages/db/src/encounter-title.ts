import type { EncounterValues } from "@landfall/protocol";

type Named = Pick<EncounterValues, "eventDate" | "locality" | "recordedBy">;

/** As a person knows it: `2024-07-15 · Haro Strait · BW`, with `?` for what it lacks. */
export const encounterTitle = ({ values }: { readonly values: Named }): string =>
  [values.eventDate, values.locality, values.recordedBy].map((value) => value ?? "?").join(" · ");
