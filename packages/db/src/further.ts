/** The fields that few encounters have are kept together, as JSON. */
import { type EncounterValues, furtherFieldNames } from "@landfall/protocol";
import { type Fields, groupFields } from "@landfall/survey";

export const furtherOf = (values: EncounterValues): string =>
  JSON.stringify(
    Object.fromEntries(
      furtherFieldNames.flatMap((name) => ((values[name] ?? null) === null ? [] : [[name, values[name]]])),
    ),
  );

/** Of one encounter that becomes two, one goes on with what is said of the group of animals: nothing is counted twice. */
export function withoutGroup<F extends Fields>(of: F): F {
  const values = { ...of.values };
  const provenance = { ...of.provenance };
  for (const name of groupFields) {
    delete values[name];
    delete provenance[name];
  }
  return { ...of, values, provenance };
}
