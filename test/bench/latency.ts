/** `latency`: 200 ms round trip and a narrow uplink. How much longer than the bytes alone would take? */
import path from "node:path";
import type { DeliverJob } from "./deliver-process.ts";
import { newFolder } from "./folders.ts";
import { openUplink, startLatencyProxy } from "./latency-proxy.ts";
import { type Cost, type Figures, median, rounded, table } from "./measure.ts";
import type { BenchOptions } from "./options.ts";
import { type Photograph, photographs } from "./photographs.ts";
import { runScript, type Shore, startShore } from "./processes.ts";
import { storeSeasons } from "./season-in-database.ts";
import type { SendJob } from "./send-process.ts";

const roundTripMs = 200;
const imagesPerEncounter = 25;

interface Case {
  readonly name: string;
  readonly mbits: number;
  readonly photographs: readonly Photograph[];
  readonly concurrency: number;
}

/** The same files by bare `node:http` over the same link: what the link leaves to anybody. */
async function barePuts(blobsUrl: string, { photographs, concurrency }: Case): Promise<number> {
  const job: SendJob = { contender: "nodeHttp", blobsUrl, concurrency, warm: [], photographs };
  return (await runScript<Cost>("send-process.ts", job)).wallMs;
}

/** @returns the time of a whole run, from its plan to its last receipt, over the time of the images' bytes alone */
async function floorMultiple(shore: Shore, of: Case) {
  const { mbits, photographs, concurrency } = of;
  const link = { roundTripMs, bitsPerSecond: mbits * 1_000_000 };
  const uplink = openUplink(link);
  const blobs = await startLatencyProxy(shore.blobsUrl, link, uplink);
  const hub = await startLatencyProxy(shore.hubUrl, link, uplink);
  shore.showBlobsAt(blobs.url);
  try {
    const database = path.join(await newFolder("station"), "station.db");
    const manifests = storeSeasons(database, [photographs], imagesPerEncounter);
    const job: DeliverJob = { database, manifests, hubUrl: hub.url, concurrency };
    const { wallMs } = await runScript<Cost>("deliver-process.ts", job);
    const bytes = photographs.reduce((sum, photograph) => sum + photograph.bytes, 0);
    const floorMs = (bytes * 8_000) / link.bitsPerSecond;
    const extra = uplink.sentBytes() / bytes - 1;
    const bareMs = mbits === 20 ? await barePuts(blobs.url, of) : Number.NaN;
    return { multiple: wallMs / floorMs, bare: bareMs / floorMs, wallMs, extra };
  } finally {
    await Promise.all([blobs.close(), hub.close()]);
  }
}

export async function latency({ full, keepIn, mbits: only, rounds }: BenchOptions): Promise<Figures> {
  const shore = await startShore();
  const small = await photographs({ count: 100, bytes: 200_000, keepIn });
  const large = full ? await photographs({ count: 10, bytes: 2_000_000, keepIn }) : [];
  const others = full ? [4, 3, 2, 1] : [4];
  const cases = (only ? [only] : [20, 2, 1]).flatMap((mbits): Case[] =>
    others.flatMap((concurrency) => {
      const name = concurrency === 4 ? `floorMultiple${mbits}` : `floorMultiple${mbits}c${concurrency}`;
      const of = (photographs: readonly Photograph[], suffix: string): Case => ({
        name: name + suffix,
        mbits,
        photographs,
        concurrency,
      });
      return full ? [of(small, ""), of(large, "of2M")] : [of(small, "")];
    }),
  );
  const figures: Figures = {};
  const rows: (string | number)[][] = [];
  for (const each of cases) {
    // A pass of minutes varies by nothing that a second one would show.
    const times = each.mbits === 20 && !full ? rounds : 1;
    const passes: Awaited<ReturnType<typeof floorMultiple>>[] = [];
    for (let pass = 0; pass < times; pass++) passes.push(await floorMultiple(shore, each));
    const multiple = rounded(median(passes.map((pass) => pass.multiple)), 3);
    const seconds = rounded(median(passes.map((pass) => pass.wallMs)) / 1000, 1);
    const extra = `${rounded(median(passes.map((pass) => pass.extra)) * 100, 1)} %`;
    figures[each.name] = multiple;
    const bare = rounded(median(passes.map((pass) => pass.bare)), 3);
    if (each.mbits === 20) figures[each.name.replace("floor", "bare")] = bare;
    rows.push([
      each.name,
      each.photographs.length,
      each.concurrency,
      seconds,
      extra,
      multiple,
      Number.isNaN(bare) ? "" : bare,
    ]);
    console.log(`${each.name} ${multiple}`);
  }
  console.log(`\n${roundTripMs} ms round trip`);
  console.log(
    table(["", "images", "at once", "seconds", "bytes beside the images", "times the byte floor", "bare PUTs"], rows),
  );
  return figures;
}
