/** What a person decides about one encounter: shown at once, taken back where the station refuses. */
import {
  type DecidedRow,
  type EncounterId,
  type EncounterRow,
  LandfallError,
  type LeftOutReason,
  type ManifestId,
  type ManyDecided,
  type PopulationSettings,
  toLandfallError,
} from "@landfall/protocol";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { findEncounter, patchEncounter } from "../../api/encounter-cache.ts";
import { station } from "../../api/station.ts";
import { announce } from "../../live/announce.ts";
import { isLive } from "../../live/liveness.ts";
import { count } from "../../ui/format.ts";
import { reviewWords, rowTitle } from "../../ui/words.ts";
import { type Decision, foresee, isOnlyEdited, seenIn } from "./foresee.ts";
import { type Done, noteDone } from "./last-corrections.ts";

/** A denied one may have images on the hub, which stay there. */
type Decided = DecidedRow & { readonly imagesOnHub?: number };

/** @param seen the encounter as a person saw it, with what they themselves have done since */
async function carryOut(decision: Decision, seen: EncounterRow): Promise<Decided> {
  const { id, manifestId } = decision.row;
  const request = { params: { id } };
  const one = { encounters: [id], seen: { [id]: seen.version } };
  switch (decision.kind) {
    case "approve": {
      const { approved, leftOut, otherwise, undo } = await station.approve({ params: { id: manifestId }, body: one });
      if (otherwise.length > 0) throw new LandfallError("VERSION_CONFLICT");
      if (approved === 0)
        throw new LandfallError("ENCOUNTER_INCOMPLETE", { detail: leftOut.map(reasonText).join(" ") });
      return { ...(await station.encounter(request)), undo };
    }
    case "deny":
    case "reopen": {
      const body = { decision: decision.kind, ...one };
      const { undo, imagesOnHub, otherwise } = await station.decide({ params: { id: manifestId }, body });
      if (otherwise.length > 0) throw new LandfallError("VERSION_CONFLICT");
      return { ...(await station.encounter(request)), undo, imagesOnHub };
    }
    case "edit":
      return station.editEncounter({ ...request, body: { ...decision.patch, seen: seenIn(seen, decision.patch) } });
  }
}

/** What this window has itself just made of an encounter, from which versions. */
interface Mine {
  readonly from: readonly string[];
  readonly now: EncounterRow;
}
const turns = new Map<EncounterId, Promise<Mine | undefined>>();
/** By then what was done is shown. */
const shownAfterMs = 100;

/** One after the other for each encounter: what a person does to it before the station has answered is done to what comes of it. */
function inTurn(decision: Decision): Promise<Decided> {
  const { row } = decision;
  const before = turns.get(row.id);
  const act = async () => {
    const mine = await before;
    const seen = mine?.from.includes(row.version) ? mine.now : row;
    return { seen, mine, now: await carryOut(decision, seen) };
  };
  const doing = act();
  const turn = doing.then(
    ({ seen, mine, now }) =>
      decision.kind === "edit" && !isOnlyEdited(seen, now, decision.patch)
        ? undefined
        : { from: [...(mine?.from ?? []), row.version, now.version], now },
    () => undefined,
  );
  turns.set(row.id, turn);
  void turn.then(() => setTimeout(() => turns.get(row.id) === turn && turns.delete(row.id), shownAfterMs));
  return doing.then(({ now }) => now);
}

/** It was otherwise than it was seen. */
export const isConflict = (error: unknown): boolean => toLandfallError(error).code === "VERSION_CONFLICT";

/** `IMG_1.JPG: The file has other bytes than when it was scanned. Scan its folder again, or leave it out.`. */
const reasonText = ({ finding, message, hint, examples }: LeftOutReason): string =>
  `${finding ? `${examples.join(", ")}: ` : ""}${message} ${hint}`;

export function useDecide(manifestId: ManifestId, settings: PopulationSettings) {
  const client = useQueryClient();
  const put = (row: EncounterRow, next: (now: EncounterRow) => EncounterRow) =>
    patchEncounter(client, manifestId, row.id, next);
  return useMutation({
    mutationFn: inTurn,
    onMutate: async (decision: Decision) => {
      await client.cancelQueries({ queryKey: ["encounters", manifestId] });
      const before = findEncounter(client, manifestId, decision.row.id) ?? decision.row;
      put(before, (now) => foresee(now, decision, settings));
      return before;
    },
    onError: async (error, { row }, before) => {
      const now = isConflict(error) ? await station.encounter({ params: { id: row.id } }).catch(() => before) : before;
      put(row, (shown) => now ?? shown);
    },
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

/** After a decision about many encounters, which can be undone; done when they are shown as they are now. */
export async function showDecided(client: QueryClient, id: ManifestId, done: Done): Promise<void> {
  if (done.undo !== null) noteDone(id, done);
  await refreshManifest(client, id);
  announce(`${done.sentence}${done.more ?? ""}`);
}

const namedAtMost = 5;

/** What many were left for; begins with a blank, and is empty where there is nothing. */
export function leftOtherwise(left: ManyDecided["otherwise"]): string {
  if (left.length === 0) return "";
  const names = left.slice(0, namedAtMost).map(({ title }) => title);
  const more = left.length > names.length ? ` and ${left.length - names.length} more` : "";
  const were = left.length === 1 ? "was" : "were";
  return ` ${count(left.length, "encounter")} ${were} changed in another window or by a command, and left: ${names.join("; ")}${more}. Look, and decide again.`;
}

/** After something that touched many encounters; done when they are shown as they are now. */
export async function refreshManifest(client: QueryClient, id: ManifestId): Promise<void> {
  const names = ["encounters", "encounterTotal", "manifest"];
  const keys: string[][] = names.map((name) => [name, id]);
  // Otherwise the news tells it.
  if (!isLive()) keys.push(["snapshot"]);
  await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
}
