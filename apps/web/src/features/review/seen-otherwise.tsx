/** An encounter was otherwise than a person saw it when they decided of it: what is other now, and that it waits for them again. */
import { type EncounterRow, type FieldName, fieldNames } from "@landfall/protocol";
import { fieldWords, reviewWords } from "../../ui/words.ts";

const textOf = ({ values }: EncounterRow, name: FieldName): string => {
  const value = values[name] ?? null;
  return value === null ? "empty" : String(value);
};

export function SeenOtherwise({ row, seen }: { row: EncounterRow; seen: EncounterRow | undefined }) {
  if (!seen) return null;
  const fields = fieldNames.filter((name) => textOf(row, name) !== textOf(seen, name));
  const isDecided = seen.review !== row.review && (row.review === "approved" || row.review === "denied");
  const hasOtherImages = row.imageCount !== seen.imageCount || row.images.skipped !== seen.images.skipped;
  return (
    <div className="note" role="alert">
      <p>
        <b>Changed in another window or by a command before you decided.</b> Nothing was done with it: look, and decide
        again.
      </p>
      {fields.map((name) => (
        <p key={name} className="breakable">
          {fieldWords[name]}: you saw {textOf(seen, name)}, it is <b>{textOf(row, name)}</b> now
        </p>
      ))}
      {isDecided && <p>{reviewWords[row.review]} meanwhile</p>}
      {hasOtherImages && <p>It has other images now</p>}
    </div>
  );
}
