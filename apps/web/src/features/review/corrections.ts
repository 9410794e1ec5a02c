/** Which images encounters have, corrected: split, merged, moved, left out, brought back, undone. */
import {
  type EncounterRow,
  type ManifestId,
  type Reshaped,
  type ReshapingId,
  toLandfallError,
} from "@landfall/protocol";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { patchEncounter } from "../../api/encounter-cache.ts";
import { station } from "../../api/station.ts";
import { announce } from "../../live/announce.ts";
import { type Correction, doneSentence } from "./correction-words.ts";
import { refreshManifest } from "./edits.ts";
import { type Done, forgetDone, noteDone } from "./last-corrections.ts";

function carryOut(correction: Correction): Promise<Reshaped> {
  const seen = Object.fromEntries(rowsOf(correction).map(({ id, version }) => [id, version]));
  if (correction.kind === "merge") {
    const [{ id }, ...others] = correction.rows;
    return station.mergeEncounters({ params: { id }, body: { encounters: others.map((other) => other.id), seen } });
  }
  const params = { id: correction.row.id };
  const images = [...correction.images];
  switch (correction.kind) {
    case "split":
      return station.splitEncounter({ params, body: { images, seen } });
    case "move":
      return station.moveImages({ params, body: { to: correction.to.id, images, seen } });
    case "leaveOut":
      return station.leaveOut({
        params,
        body: { images, reason: correction.reason, alone: correction.alone ?? false },
      });
    case "takeBack":
      return station.takeBack({ params, body: { images, seen } });
  }
}

/** Shows encounters as they are now: their images first, so that none is shown where it is no more. */
export async function show(
  client: QueryClient,
  manifest: ManifestId,
  { encounters, removed }: Reshaped,
): Promise<void> {
  for (const id of [...encounters.map((row) => row.id), ...removed])
    client.removeQueries({ queryKey: ["images", id], type: "inactive" });
  await Promise.all(encounters.map(({ id }) => client.invalidateQueries({ queryKey: ["images", id] })));
  for (const row of encounters) {
    patchEncounter(client, manifest, row.id, () => row);
    client.setQueryData(["encounter", row.id], row);
  }
  for (const id of removed) client.removeQueries({ queryKey: ["encounter", id], type: "inactive" });
  void client.invalidateQueries({ queryKey: ["plan", manifest] });
  await refreshManifest(client, manifest);
}

/** Somebody else has changed it: what is shown is read again. */
export function readAgain(client: QueryClient, manifest: ManifestId): void {
  void client.invalidateQueries({ queryKey: ["images"] });
  void client.invalidateQueries({ queryKey: ["encounter"] });
  void refreshManifest(client, manifest);
}

export const isChangedElsewhere = (error: unknown): boolean =>
  ["NOT_FOUND", "VERSION_CONFLICT"].includes(toLandfallError(error).code);

function rowsOf(correction: Correction): readonly EncounterRow[] {
  if (correction.kind === "merge") return correction.rows;
  return correction.kind === "move" ? [correction.row, correction.to] : [correction.row];
}

const wasApproved = (correction: Correction): boolean => rowsOf(correction).some(({ review }) => review === "approved");

export function useCorrect(manifest: ManifestId) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: carryOut,
    onSuccess: async (reshaped, correction) => {
      const sentence = doneSentence(correction);
      const notes = reshaped.notes ?? [];
      noteDone(manifest, {
        undo: reshaped.undo,
        sentence,
        ...(notes.length > 0 && { more: ` ${notes.join(" ")}` }),
      });
      await show(client, manifest, reshaped);
      announce(
        `${[sentence, ...notes].join(" ")}${wasApproved(correction) ? " What was approved waits for approval again." : ""}`,
      );
    },
    onError: (error) => {
      if (isChangedElsewhere(error)) readAgain(client, manifest);
    },
  });
}

/** Takes back what was done last. */
export function useUndo(manifest: ManifestId) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ undo }: Done) => station.undoReshaping({ params: { id: undo as ReshapingId } }),
    onSuccess: async (reshaped, done) => {
      forgetDone(manifest, done);
      await show(client, manifest, reshaped);
      announce(`Undone: ${done.sentence.charAt(0).toLowerCase()}${done.sentence.slice(1)}`);
    },
    onError: (error, done) => {
      if (["UNDO_TOO_LATE", "NOT_FOUND"].includes(toLandfallError(error).code)) forgetDone(manifest, done);
    },
  });
}
