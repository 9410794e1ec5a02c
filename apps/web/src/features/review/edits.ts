/** What a person decides about one encounter: shown at once, taken back where the station refuses. */
import {
  type DecidedRow,
  type EncounterRow,
  LandfallError,
  type LeftOutReason,
  type ManifestId,
  type PopulationSettings,
} from "@landfall/protocol";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { findEncounter, patchEncounter } from "../../api/encounter-cache.ts";
import { station } from "../../api/station.ts";
import { announce } from "../../live/announce.ts";
import { count } from "../../ui/format.ts";
import { reviewWords, rowTitle } from "../../ui/words.ts";
import { type Decision, foresee } from "./foresee.ts";
import { type Done, noteDone } from "./last-corrections.ts";

/** A denied one may have images on the hub, which stay there. */
type Decided = DecidedRow & { readonly imagesOnHub?: number };

async function carryOut(decision: Decision): Promise<Decided> {
  const { id, manifestId } = decision.row;
  const request = { params: { id } };
  switch (decision.kind) {
    case "approve": {
      const { approved, leftOut, undo } = await station.approve({
        params: { id: manifestId },
        body: { encounters: [id] },
      });
      if (approved === 0)
        throw new LandfallError("ENCOUNTER_INCOMPLETE", { detail: leftOut.map(reasonText).join(" ") });
      return { ...(await station.encounter(request)), undo };
    }
    case "deny": {
      const { undo, imagesOnHub } = await station.decide({
        params: { id: manifestId },
        body: { decision: "deny", encounters: [id] },
      });
      return { ...(await station.encounter(request)), undo, imagesOnHub };
    }
    case "reopen":
      return station.reopen(request);
    case "edit":
      return station.editEncounter({ ...request, body: decision.patch });
  }
}

/** `IMG_1.JPG: The file has other bytes than when it was scanned. Scan its folder again, or leave it out.`. */
const reasonText = ({ finding, message, hint, examples }: LeftOutReason): string =>
  `${finding ? `${examples.join(", ")}: ` : ""}${message} ${hint}`;

export function useDecide(manifestId: ManifestId, settings: PopulationSettings) {
  const client = useQueryClient();
  const put = (row: EncounterRow, next: (now: EncounterRow) => EncounterRow) =>
    patchEncounter(client, manifestId, row.id, next);
  return useMutation({
    mutationFn: carryOut,
    onMutate: async (decision: Decision) => {
      await client.cancelQueries({ queryKey: ["encounters", manifestId] });
      const before = findEncounter(client, manifestId, decision.row.id) ?? decision.row;
      put(before, (now) => foresee(now, decision, settings));
      return before;
    },
    onError: (_, decision, before) => put(decision.row, (now) => before ?? now),
    onSuccess: ({ undo, imagesOnHub = 0, ...row }, decision) => {
      put(row, () => row);
      const done = decision.kind === "edit" ? "Changed" : reviewWords[row.review];
      const stay = staysOnHub(imagesOnHub);
      announce(`${decision.kind === "edit" ? "Saved" : done}: ${rowTitle(row)}.${stay}`);
      if (undo !== null) noteDone(manifestId, { undo, sentence: `${done} ${rowTitle(row)}.`, more: stay });
    },
  });
}

/** What a denial leaves on the hub, and how it leaves there; begins with a blank, and is empty where there is nothing. */
export function staysOnHub(images: number): string {
  if (images === 0) return "";
  const [is, it] = images === 1 ? ["is on the hub and stays", "it"] : ["are on the hub and stay", "them"];
  return ` ${count(images, "image")} of it ${is} there. To take ${it} out of there: reopen it, leave ${it} out, approve, and sync.`;
}

/** After a decision about many encounters, which can be undone. */
export function showDecided(client: QueryClient, id: ManifestId, done: Done): void {
  refreshManifest(client, id);
  announce(`${done.sentence}${done.more ?? ""}`);
  if (done.undo !== null) noteDone(id, done);
}

/** After something that touched many encounters. */
export function refreshManifest(client: QueryClient, id: ManifestId): void {
  for (const name of ["encounters", "encounterTotal", "manifest"])
    void client.invalidateQueries({ queryKey: [name, id] });
}
