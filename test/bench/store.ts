/** `store`: what a PUT to the hub's disk store costs at both ends, against a server of node:http that only reads. */
import type { Cost, Figures } from "./measure.ts";
import { median, rounded, table, turned } from "./measure.ts";
import type { BenchOptions } from "./options.ts";
import { photographs } from "./photographs.ts";
import { runScript } from "./processes.ts";
import type { StoreJob } from "./store-process.ts";

const kinds = ["disk", "readOnly"] as const;

const sizes = [
  { name: "200k", bytes: 200_000, count: 600 },
  { name: "2M", bytes: 2_000_000, count: 150 },
];

export async function store({ rounds, keepIn }: BenchOptions): Promise<Figures> {
  const figures: Figures = {};
  for (const size of sizes) {
    const all = await photographs({ ...size, keepIn });
    const costs = { disk: [] as Both[], readOnly: [] as Both[] };
    for (let round = 0; round < rounds; round++)
      for (const kind of turned(kinds, round)) {
        const job: StoreJob = { kind, photographs: all, concurrency: 4 };
        costs[kind].push(await runScript<Both>("store-process.ts", job));
      }
    const msEach = (kind: (typeof kinds)[number], end: keyof Both) =>
      rounded(median(costs[kind].map((cost) => cost[end].cpuMs / size.count)));
    const perSecond = (kind: (typeof kinds)[number]) =>
      rounded(median(costs[kind].map(({ client }) => (size.count * 1000) / client.wallMs)), 0);
    console.log(`\n${size.name}: ${size.count} PUTs, 4 at once, medians of ${rounds} rounds`);
    console.log(
      table(
        ["", "PUTs/s", "CPU ms of the hub's end", "CPU ms of the station's end"],
        kinds.map((kind) => [kind, perSecond(kind), msEach(kind, "server"), msEach(kind, "client")]),
      ),
    );
    figures[`diskStoreCpuMs${size.name}`] = msEach("disk", "server");
    figures[`readOnlyCpuMs${size.name}`] = msEach("readOnly", "server");
    figures[`putCpuMs${size.name}`] = msEach("disk", "client");
  }
  return figures;
}

interface Both {
  readonly client: Cost;
  readonly server: Cost;
}
