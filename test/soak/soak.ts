/** A station that delivers for an hour over a capped and faulty link: what it holds must not grow with the time. */
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { findStation } from "../../apps/server/src/lock.ts";
import { stationClient } from "../../apps/server/src/station-client.ts";
import { drawSeason } from "../../fixtures/index.ts";
import { seeded } from "../../fixtures/random.ts";
import type { ManifestId } from "../../packages/protocol/src/index.ts";
import { type Fault, startFaultProxy } from "../support/fault-proxy.ts";
import { newStation, startLandfall, startTestHub, tempFolder } from "../support/landfall.ts";
import { filesIn, originalsHeld } from "../support/photographs.ts";
import { isOver, scanAndApprove } from "../support/station.ts";
import { bytesOf, growth, handlesOf, memoryOf, type Sample, stationDatabase } from "./measure.ts";

export interface SoakOptions {
  readonly minutes: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

export interface SoakFigures {
  readonly minutes: number;
  readonly images: number;
  readonly requests: number;
  readonly faults: number;
  /** MiB: the median of the last quarter over that of the second. */
  readonly stationMemoryGrowth: number;
  readonly hubMemoryGrowth: number;
  readonly stationMemoryPeak: number;
  /** Open files and sockets, the same. */
  readonly stationHandlesGrowth: number;
  readonly hubHandlesGrowth: number;
  /** MiB by which the station's database grew in the second half, and bytes of that for each image delivered then. */
  readonly databaseGrowth: number;
  readonly databaseBytesPerImage: number;
  /** MiB: the most that its write-ahead log has been. */
  readonly databaseLogPeak: number;
  readonly lost: number;
  readonly duplicated: number;
}

/** What may be measured at most; more is a leak. */
export const soakLimits = {
  memoryGrowth: 32,
  handlesGrowth: 12,
  /** What is remembered of each image, and room for what a log writes back at once. */
  databaseBytesPerImage: 20_000,
  databaseGrowth: 8,
  databaseLog: 80,
} as const;

export const holdsSoak = (figures: SoakFigures): boolean =>
  Math.max(figures.stationMemoryGrowth, figures.hubMemoryGrowth) <= soakLimits.memoryGrowth &&
  Math.max(figures.stationHandlesGrowth, figures.hubHandlesGrowth) <= soakLimits.handlesGrowth &&
  figures.databaseGrowth * 2 ** 20 <=
    soakLimits.databaseGrowth * 2 ** 20 + soakLimits.databaseBytesPerImage * figures.images &&
  figures.databaseLogPeak <= soakLimits.databaseLog &&
  figures.lost + figures.duplicated === 0;

const faultsIn100 = 5;
const capBitsPerSecond = 4_000_000;
const roundImages = 20;
const imageBytes = 40_000;

const noFault: Fault = { kind: "pass" };
const faults: readonly [Fault, ...Fault[]] = [
  { kind: "cut", afterBytes: 10_000 },
  { kind: "dropAnswer" },
  { kind: "truncate" },
  { kind: "answer", status: 503, headers: { "retry-after": "1" } },
  { kind: "answer", status: 200, headers: { "content-type": "text/html" }, body: "<html>Sign in</html>" },
];

export async function soak({ minutes, seed, say }: SoakOptions): Promise<SoakFigures> {
  const random = seeded(`soak ${seed}`);
  const proxy = await startFaultProxy(() => hub.port);
  const hub = await startTestHub({ publicUrl: proxy.url });
  const data = await newStation(proxy.url, hub.key);
  const program = startLandfall(data, "start", "--port", "0", "--hub", proxy.url);
  await program.says(/Landfall is running|"url"/);
  const { port, token } = findStation(data) ?? { port: 0, token: "" };
  const client = stationClient(port, token);
  const station = { data, client, stop: async () => {} };
  await client.changeSettings({ body: { network: { uploadCap: capBitsPerSecond } } });
  const photographs = await tempFolder("soak");
  const [stationPid, hubPid] = [program.child.pid ?? 0, hub.program().child.pid ?? 0];

  let faulty = true;
  let [requests, faultsMade] = [0, 0];
  proxy.decide = () => {
    requests += 1;
    proxy.seen.length = 0;
    if (!faulty || random.next() * 100 >= faultsIn100) return noFault;
    faultsMade += 1;
    return random.pick(faults);
  };

  const samples: Sample[] = [];
  let images = 0;
  const endMs = Date.now() + minutes * 60_000;
  const sampleEveryMs = Math.max(500, (minutes * 60_000) / 400);
  const sample = () => {
    samples.push({
      atMs: Date.now(),
      memory: { station: memoryOf(stationPid), hub: memoryOf(hubPid) },
      handles: { station: handlesOf(stationPid), hub: handlesOf(hubPid) },
      database: bytesOf(stationDatabase(data)),
      log: bytesOf(`${stationDatabase(data)}-wal`),
      images,
    });
  };
  const sampling = setInterval(sample, sampleEveryMs);

  /** One run to its end, or until it rests: what is left comes due by itself. */
  const deliver = async (manifest: ManifestId): Promise<void> => {
    for (let run = await client.sync({ params: { id: manifest }, body: {} }); ; ) {
      run = await client.run({ params: { id: run.id } });
      if (isOver(run) || (run.settled && Date.now() < endMs)) return;
      await delay(100);
    }
  };

  const manifests: ManifestId[] = [];
  for (let round = 0; Date.now() < endMs; round++) {
    const folder = path.join(photographs, `round ${round}`);
    const marks = `${seed} ${round}`;
    await drawSeason(folder, {
      encounters: 1,
      imagesPerEncounter: roundImages,
      size: 160,
      bytes: imageBytes,
      seed: "soak",
      marks,
      firstDay: round,
    });
    const manifest = await scanAndApprove(station, folder, `Bay ${round}`);
    manifests.push(manifest);
    await deliver(manifest);
    images += roundImages;
    const last = samples.at(-1);
    if (last && round % 10 === 0) {
      const { memory, handles } = last;
      say(`${images} images, ${memory.station.toFixed(0)} MiB, ${handles.station} handles, ${faultsMade} faults`);
    }
  }
  clearInterval(sampling);

  // The link is well again: what rests is asked for, and everything must be there once.
  faulty = false;
  await client.changeSettings({ body: { network: { uploadCap: null } } });
  for (const id of manifests) {
    for (;;) {
      const { images: of } = await client.manifest({ params: { id } });
      if (of.complete === roundImages) break;
      await client.sync({ params: { id }, body: {} });
      await delay(200);
    }
  }
  const files = [...(await filesIn(photographs)).values()];
  const held = await originalsHeld(hub.data);
  const heldOnce = new Set(held);
  await program.stop();
  await hub.program().stop();
  await proxy.close();
  const half = samples[samples.length >> 1];
  const end = samples.at(-1);
  const grown = end && half ? end.database - half.database : 0;
  const round = (value: number) => Math.round(value * 10) / 10;
  return {
    minutes,
    images: files.length,
    requests,
    faults: faultsMade,
    stationMemoryGrowth: round(growth(samples, ({ memory }) => memory.station)),
    hubMemoryGrowth: round(growth(samples, ({ memory }) => memory.hub)),
    stationMemoryPeak: round(Math.max(...samples.map(({ memory }) => memory.station))),
    stationHandlesGrowth: growth(samples, ({ handles }) => handles.station),
    hubHandlesGrowth: growth(samples, ({ handles }) => handles.hub),
    databaseGrowth: round(grown / 2 ** 20),
    databaseLogPeak: round(Math.max(...samples.map(({ log }) => log)) / 2 ** 20),
    databaseBytesPerImage: Math.round(grown / Math.max(1, (end?.images ?? 0) - (half?.images ?? 0))),
    lost: files.filter((sha256) => !heldOnce.has(sha256)).length,
    duplicated: held.length - heldOnce.size,
  };
}
