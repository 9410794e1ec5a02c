/** A person's part: scan, approve, sync, and whatever it takes until everything is delivered. Done again, it goes on. */
import path from "node:path";
import type { StationClient } from "../../apps/server/src/station-client.ts";
import { drawImages, drawSeason } from "../../fixtures/index.ts";
import { LandfallError, type ManifestId, type RunView, type ScanJobView } from "../../packages/protocol/src/index.ts";
import { type Child, GoneError } from "./children.ts";
import { population, type World } from "./world.ts";

export interface Photographs {
  readonly folder: string;
  readonly name: string;
}

export const smallBytes = 60_000;
/** Goes in blocks. */
export const largeBytes = 9_000_000;

/** Two encounters of two photographs, and a large one in the second: the `number`-th heap, with bytes and days of its own. */
export async function takePhotographs(world: World, number: number, withLarge: boolean): Promise<Photographs> {
  const name = `heap ${number}`;
  const folder = path.join(world.folder, "photographs", name);
  const drawn = await drawSeason(folder, {
    encounters: 2,
    imagesPerEncounter: 2,
    seed: "chaos",
    size: 320,
    bytes: smallBytes,
    marks: name,
    firstDay: 2 * number,
  });
  const last = path.dirname(drawn[1]?.images[0]?.path ?? folder);
  if (withLarge) await drawImages(last, 1, { seed: "chaos", bytes: largeBytes, marks: name });
  return { folder, name };
}

/** Calls `look` now and after each change on the station, until it gives something. */
async function until<T>(world: World, look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const changed = world.station().says(({ changed }) => changed);
    changed.catch(() => {});
    const value = await look();
    if (value !== undefined) return value;
    await changed;
  }
}

const jobOf = async (client: StationClient, name: string): Promise<ScanJobView | undefined> =>
  (await client.snapshot()).scanJobs.find((job) => job.name === name);

async function scanned(world: World, { folder, name }: Photographs): Promise<ManifestId> {
  const client = world.client();
  const known = await jobOf(client, name);
  const isStarted = known?.state === "running" || known?.result != null;
  // Every heap of photographs was taken at a place of its own.
  const override = { locality: `Bay ${name}`, recordedBy: "Jo Tidewater" };
  if (!isStarted) await client.scan({ body: { folders: [folder], population, name, override } });
  return until(world, async () => {
    const job = await jobOf(client, name);
    if (job && job.state !== "running" && !job.result) throw new Error(`the scan ended: ${JSON.stringify(job)}`);
    return job?.result?.manifestId;
  });
}

const isOver = ({ state }: RunView): boolean => state !== "running" && state !== "paused";

/** One run to its end. What waits for its time is asked for at once, as a person does who presses Retry. */
async function synced(world: World, manifest: ManifestId): Promise<RunView> {
  const client = world.client();
  const { id } = await client.sync({ params: { id: manifest }, body: {} });
  return until(world, async () => {
    const run = await client.run({ params: { id } });
    if (!isOver(run) && run.settled) await client.retry({ params: { id: manifest }, body: {} });
    return isOver(run) ? run : undefined;
  });
}

async function scannedAndApproved(world: World, photographs: Photographs): Promise<ManifestId> {
  const manifest = await scanned(world, photographs);
  await world.client().approve({ params: { id: manifest }, body: { set: { license: "public" } } });
  return manifest;
}

async function syncedToTheLast(world: World, manifest: ManifestId): Promise<ManifestId> {
  const run = await synced(world, manifest);
  const { failed, missing, changed } = run.result.images;
  if (failed + missing + changed > 0) {
    await world.client().retry({ params: { id: manifest }, body: {} });
    await synced(world, manifest);
  }
  return manifest;
}

/** The same, whoever dies on the way. A hub that died is started again, and nobody presses anything because of it. */
export const deliver = (world: World, photographs: Photographs): Promise<ManifestId> =>
  evenIfTheyDie(world, async () => syncedToTheLast(world, await scannedAndApproved(world, photographs)));

/** Goes on with what was delivered before and has become due again. */
export const deliverAgain = (world: World, manifest: ManifestId): Promise<ManifestId> =>
  evenIfTheyDie(world, () => syncedToTheLast(world, manifest));

async function evenIfTheyDie<T>(world: World, work: () => Promise<T>): Promise<T> {
  for (;;) {
    const [station, hub] = [world.station(), world.hub()];
    void hub.gone.then(() => world.revive()).catch(() => {});
    try {
      return await work();
    } catch (error) {
      if (!hub.isGone() && !(await brokeOff(station, error))) throw error;
      await world.revive();
    }
  }
}

/** Whether a call broke off because its station is gone, or about to be. */
async function brokeOff(station: Child, error: unknown): Promise<boolean> {
  if (error instanceof GoneError || station.isGone()) return true;
  const code = error instanceof LandfallError ? error.code : undefined;
  if (code !== "CONNECTION_LOST" && code !== "STATION_NOT_RUNNING") return false;
  await station.gone;
  return true;
}
