/**
 * Corrects what the hub has of an encounter: fields, then which images it has. No bytes. Each call carries the version
 * that the plan was made from, raised by what this pass has changed itself. Where the hub may have an image by a call is
 * noted before that is made, and where it has it no more when that is answered: what is noted is never less than what is
 * there, and a call whose answer was lost is simply made again.
 */
import { type HubEncounter, type HubEncounterId, LandfallError, type Sha256 } from "@landfall/protocol";
import { notAsked } from "../flow/gate.ts";
import { chunks, partition } from "../parts.ts";
import { toldOf } from "../plan/correct.ts";
import type { PlannedEncounter } from "../plan/model.ts";
import { isWentBack } from "../plan/went-back.ts";
import { correctionChunk } from "../policy.ts";
import type { CorrectionNote, HubClient, ImageChange, Ledger } from "../ports.ts";
import { callHub, mark, type RunContext, remember } from "./context.ts";

/** Versions of hub encounters as this pass knows them beyond its plan. */
export type Versions = Map<HubEncounterId, number>;

export const versionOf = (versions: Versions, { id, version }: Pick<HubEncounter, "id" | "version">): number =>
  versions.get(id) ?? version;

/** Takes over a new version where nobody else has changed anything in between. */
export function advance(versions: Versions, before: number | undefined, after: HubEncounter): void {
  if (before === undefined || after.version === before + 1) versions.set(after.id, after.version);
}

const ifMatch = (version: number) => ({ "if-match": `"${version}"` });

/** As the hub's encounters have it: one that lies in Azure is known there by its bytes. */
const asHeld =
  ({ hashed }: PlannedEncounter) =>
  (sha256: Sha256): Sha256 =>
    hashed.get(sha256) ?? sha256;

const note = (context: RunContext, { encounter }: PlannedEncounter, what: CorrectionNote): Promise<void> =>
  remember(context, (ledger) => ledger.corrected(encounter.id, what, context.task.run));

const resetOf = (images: readonly Sha256[]): ImageChange[] =>
  images.map((sha256) => ({ sha256, event: { type: "reset" } }));

/** Sends the fields that the station has changed. Before the encounter is filled, which raises its version too. */
export async function correctFields(context: RunContext, planned: PlannedEncounter, versions: Versions): Promise<void> {
  const { action, correction, encounter } = planned;
  if (action.kind !== "use") return;
  const base = encounter.delivered?.values ?? encounter.values;
  const { update, agreed, taken } = correction;
  if (Object.keys(update).length === 0) {
    if (Object.keys(agreed).length > 0 || encounter.delivered?.untold)
      await note(context, planned, {
        delivered: { values: { ...base, ...agreed }, version: versionOf(versions, action.hub) },
      });
    return;
  }
  const before = versionOf(versions, action.hub);
  const after = await callHub(
    context,
    "hubCall",
    (hub, signal) => hub.correct({ params: { id: action.hub.id }, headers: ifMatch(before), body: update }, { signal }),
    { untilBack: true },
  );
  advance(versions, before, after);
  const values = { ...base, ...taken, ...agreed, ...update };
  await note(context, planned, { delivered: { values, version: after.version }, taken, counts: { updated: 1 } });
}

/** Moves what the hub has elsewhere to this encounter, and withdraws what was left out. */
export async function correctImages(
  context: RunContext,
  planned: PlannedEncounter,
  hub: HubEncounterId,
  versions: Versions,
): Promise<void> {
  const { correction, action } = planned;
  if (correction.settled.length + correction.forgotten.length > 0)
    await note(context, planned, { placed: { hub, images: correction.settled }, forgotten: correction.forgotten });
  const target = action.kind === "use" && action.hub.id === hub ? action.hub : undefined;
  for (const { from, images, merge } of correction.moves)
    for (const chunk of chunks(images, correctionChunk))
      await moveChunk(context, planned, { from, hub, target, merge, chunk }, versions);
  await describeImages(context, planned, hub, versions);
  await withdrawImages(context, planned, versions);
}

/** Tells the hub what is said of images now, once they are where they belong. */
async function describeImages(
  context: RunContext,
  planned: PlannedEncounter,
  hub: HubEncounterId,
  versions: Versions,
): Promise<void> {
  const { correction, action } = planned;
  const told = toldOf(correction);
  const untold = correction.descriptions.filter((each) => !told.includes(each));
  if (untold.length > 0) await note(context, planned, { told: untold });
  for (const chunk of chunks(told, correctionChunk)) {
    const before = versions.get(hub) ?? (action.kind === "use" ? action.hub.version : 1);
    const images = chunk.map(({ sha256, told: facts }) => ({ sha256: asHeld(planned)(sha256), facts }));
    const answer = await callHub(
      context,
      "hubCall",
      (client, signal) =>
        client.describeImages({ params: { id: hub }, headers: ifMatch(before), body: { images } }, { signal }),
      { untilBack: true },
    );
    advance(versions, before, answer.encounter);
    await note(context, planned, { told: chunk, counts: { described: chunk.length } });
  }
}

/** Takes out of the hub's encounters what was left out. */
export async function withdrawImages(
  context: RunContext,
  planned: PlannedEncounter,
  versions: Versions,
): Promise<undefined> {
  const { withdrawals, forgotten } = planned.correction;
  for (const { from, images } of withdrawals)
    for (const chunk of chunks(images, correctionChunk)) await withdrawChunk(context, planned, from, chunk, versions);
  if (planned.action.kind !== "leave") return;
  const { delivered } = planned.encounter;
  // Nothing of it is on the hub any more, so that nothing is to be told again.
  const told = delivered?.untold ? { delivered: { values: delivered.values, version: delivered.version } } : {};
  if (forgotten.length > 0 || delivered?.untold) await note(context, planned, { forgotten, ...told });
}

/**
 * Until the hub is back a person may decide otherwise: before each attempt the ledger says which of the images it still
 * concerns. Undefined when it concerns none any more.
 */
async function correctStill<T>(
  context: RunContext,
  stillOf: (ledger: Ledger) => Sha256[],
  call: (hub: HubClient, images: Sha256[], signal: AbortSignal) => Promise<T>,
): Promise<{ readonly images: Sha256[]; readonly answer: T } | undefined> {
  const attempt = async (hub: HubClient, signal: AbortSignal) => {
    let images: Sha256[] = [];
    await remember(context, (ledger) => {
      images = stillOf(ledger);
    });
    return images.length === 0 ? notAsked : { images, answer: await call(hub, images, signal) };
  };
  const done = await callHub(context, "hubCall", attempt, { untilBack: true });
  return done === notAsked ? undefined : done;
}

async function moveChunk(
  context: RunContext,
  planned: PlannedEncounter,
  move: { from: HubEncounter; hub: HubEncounterId; target: HubEncounter | undefined; merge: boolean; chunk: Sha256[] },
  versions: Versions,
): Promise<void> {
  const { from, hub, target, merge, chunk } = move;
  const before = versionOf(versions, from);
  const ofTarget = versions.get(hub) ?? target?.version;
  const done = await correctStill(
    context,
    (ledger) => ledger.moving(planned.encounter.id, from.id, hub, chunk),
    (client, images, signal) => {
      const body = { to: hub, images: images.map(asHeld(planned)), merge };
      return client.moveImages({ params: { id: from.id }, headers: ifMatch(before), body }, { signal });
    },
  );
  if (!done) return;
  const { images, answer } = done;
  advance(versions, before, answer.encounter);
  if (ofTarget !== undefined) advance(versions, ofTarget, answer.to);
  const absent = new Set(answer.absent);
  const [moved, missing] = partition(images, (sha256) => !absent.has(asHeld(planned)(sha256)));
  const forgotten = images.map((sha256) => ({ sha256, hubEncounter: from.id }));
  await note(context, planned, { forgotten, counts: { moved: moved.length } });
  await mark(context, planned.encounter.id, resetOf(missing));
}

async function withdrawChunk(
  context: RunContext,
  planned: PlannedEncounter,
  from: HubEncounter,
  chunk: Sha256[],
  versions: Versions,
): Promise<void> {
  // One request per reason; most are left out for the same.
  const { id } = planned.encounter;
  for (const [reason, of] of Map.groupBy(chunk, (sha256) => planned.reasons.get(sha256) ?? null)) {
    const before = versionOf(versions, from);
    const done = await correctStill(
      context,
      (ledger) => {
        const still = ledger.leaving(id, from.id, of);
        // One that is taken back from now on has no receipt of being there.
        ledger.applyImages(id, resetOf(still), { run: context.task.run });
        return still;
      },
      (client, images, signal) => {
        const body = { images: images.map(asHeld(planned)), reason };
        return client.withdrawImages({ params: { id: from.id }, headers: ifMatch(before), body }, { signal });
      },
    );
    if (!done) continue;
    const { images, answer } = done;
    advance(versions, before, answer.encounter);
    const forgotten = images.map((sha256) => ({ sha256, hubEncounter: from.id }));
    await note(context, planned, { forgotten, counts: { withdrawn: images.length } });
  }
}

/** Somebody else has corrected it in the meantime, or the hub was put back to an earlier state: it is planned anew. */
export const isOvertaken = (error: unknown): boolean =>
  (error instanceof LandfallError && error.code === "VERSION_CONFLICT") || isWentBack(error);
