/** What others have changed on the hub of an encounter that this station delivered: both values, and whose shall hold. */
import {
  type BothValues,
  type EncounterRow,
  EncounterValues,
  type PlanAnswer,
  takenThereWords,
} from "@landfall/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { station } from "../../api/station.ts";
import { announce } from "../../live/announce.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { fieldValueWords } from "../../ui/field-value.ts";
import { formatNumber } from "../../ui/format.ts";
import { fieldWords, rowTitle } from "../../ui/words.ts";
import { refreshManifest } from "./edits.ts";

const hubValues = (changed: readonly BothValues[]) =>
  EncounterValues.partial().parse(Object.fromEntries(changed.map(({ field, theirs }) => [field, theirs])));

function useSettle({ id, manifestId }: EncounterRow) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: PlanAnswer) => station.answer({ params: { id }, body }),
    onSuccess: (_, { choice }) => {
      announce(
        choice === "theirs" ? "The hub's values are here too." : "The next sync puts this station's values back.",
      );
      void client.invalidateQueries({ queryKey: ["plan", manifestId] });
      refreshManifest(client, manifestId);
    },
  });
}

const namedAtMost = 5;

/** What is to be done of it is a person's: the same here, or nothing. */
function TakenThere({ names, title }: { names: readonly string[]; title: string }) {
  const more = names.length - namedAtMost;
  return (
    <fieldset className="hubmatch asks">
      <legend className="sr">Taken out on the hub: {title}</legend>
      <p className="breakable">{takenThereWords(names.length, "this encounter")}</p>
      <p className="quiet breakable">
        {names.slice(0, namedAtMost).join(", ")}
        {more > 0 && ` and ${formatNumber(more)} more`}
      </p>
    </fieldset>
  );
}

/** @param canSettle it is approved, of a version that is decided of */
export function ChangedThereNote({ row, canSettle }: { row: EncounterRow; canSettle: boolean }) {
  const settle = useSettle(row);
  const { changedThere, takenThere } = row;
  const title = rowTitle(row);
  const taken = takenThere.length > 0 && <TakenThere names={takenThere} title={title} />;
  if (changedThere.length === 0) return taken || null;
  const values = hubValues(changedThere);
  return (
    <>
      {taken}
      <fieldset className="hubmatch asks">
        <legend className="sr">Changed on the hub: {title}</legend>
        <p>Other values on the hub, given by another station or a person there. A sync leaves both as they are.</p>
        <dl className="changedthere">
          {changedThere.map(({ field, ours, theirs }) => (
            <div key={field}>
              <dt>{fieldWords[field]}</dt>
              <dd className="breakable">
                on the hub <b>{fieldValueWords(field, theirs)}</b>, here {fieldValueWords(field, ours)}
              </dd>
            </div>
          ))}
        </dl>
        {canSettle && (
          <div className="noteacts">
            <Button busy={settle.isPending} onClick={() => settle.mutate({ choice: "theirs", values })}>
              Take the hub's<span className="sr"> for {title}</span>
            </Button>
            <Button look="ghost" busy={settle.isPending} onClick={() => settle.mutate({ choice: "ours", values })}>
              Put this station's back<span className="sr"> on the hub: {title}</span>
            </Button>
          </div>
        )}
        {settle.error && <ErrorNote error={settle.error} />}
      </fieldset>
    </>
  );
}
