/** Encounters wait for a licence: one choice gives it to all that have none. */
import type { License, ManifestId } from "@landfall/protocol";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useId } from "react";
import { licenseMissingQuery } from "../../api/queries.ts";
import { station } from "../../api/station.ts";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count } from "../../ui/format.ts";
import { LicenseSelect } from "../../ui/license-select.tsx";
import { showDecided } from "./edits.ts";

export function LicenseLine({ id }: { id: ManifestId }) {
  const name = useId();
  const client = useQueryClient();
  const { data: missing = 0 } = useQuery(licenseMissingQuery(id));
  const save = useMutation({
    mutationFn: (license: License) => station.setFields({ params: { id }, body: { set: { license } } }),
    onSuccess: ({ changed, undo }) =>
      showDecided(client, id, { undo, sentence: `Licence set for ${count(changed, "encounter")}.` }),
  });
  if (missing === 0 && !save.error) return null;
  return (
    <div className="licenseline">
      <label htmlFor={name}>
        {count(missing, "encounter")} {missing === 1 ? "waits" : "wait"} for a licence. For all that have none:
      </label>
      <LicenseSelect
        id={name}
        className="input"
        empty="Choose one"
        value={save.isPending ? save.variables : ""}
        disabled={save.isPending}
        onChange={({ target }) => target.value && save.mutate(target.value as License)}
      />
      <span className="quiet">
        Later ones too: <Link to="/settings">Settings</Link>
      </span>
      {save.error && <ErrorNote error={save.error} />}
    </div>
  );
}
