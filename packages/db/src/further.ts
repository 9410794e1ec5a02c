/** The fields that few encounters have are kept together, as JSON. */
import { type EncounterValues, furtherFieldNames } from "@landfall/protocol";

export const furtherOf = (values: EncounterValues): string =>
  JSON.stringify(
    Object.fromEntries(
      furtherFieldNames.flatMap((name) => ((values[name] ?? null) === null ? [] : [[name, values[name]]])),
    ),
  );
