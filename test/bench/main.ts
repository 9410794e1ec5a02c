/** `npm run -s bench -- sink|season|latency|scale|steps|store|survey [--json] [--full] [--mbits N] [--rounds N] [--keep FOLDER]` */
import { parseArgs } from "node:util";
import { removeFolders } from "./folders.ts";
import type { Figures } from "./measure.ts";
import type { BenchOptions } from "./options.ts";
import { endAll } from "./processes.ts";

const benches: Readonly<Record<string, () => Promise<(options: BenchOptions) => Promise<Figures>>>> = {
  sink: async () => (await import("./sink.ts")).sink,
  season: async () => (await import("./season.ts")).season,
  latency: async () => (await import("./latency.ts")).latency,
  scale: async () => (await import("./scale.ts")).scale,
  steps: async () => (await import("./steps.ts")).steps,
  store: async () => (await import("./store.ts")).store,
  survey: async () => (await import("./survey.ts")).survey,
};

const usage = `usage: npm run -s bench -- ${Object.keys(benches).join("|")} [--json] [--full] [--mbits N] [--rounds N] [--keep FOLDER]`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false },
    full: { type: "boolean", default: false },
    rounds: { type: "string", default: "5" },
    keep: { type: "string" },
    mbits: { type: "string" },
  },
});
const load = benches[positionals[0] ?? ""];
const rounds = Number(values.rounds);
const mbits = values.mbits === undefined ? undefined : Number(values.mbits);
if (
  !load ||
  positionals.length !== 1 ||
  !(Number.isInteger(rounds) && rounds > 0) ||
  (mbits !== undefined && !(mbits > 0))
) {
  console.error(usage);
  process.exit(1);
}
const leave = async (): Promise<void> => {
  await endAll();
  await removeFolders();
};
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void leave().finally(() => process.exit(130)));
try {
  const bench = await load();
  const figures = await bench({ full: values.full, mbits, rounds, keepIn: values.keep });
  console.log();
  if (values.json) console.log(JSON.stringify(figures));
  else for (const [name, value] of Object.entries(figures)) console.log(`${name}  ${value}`);
} finally {
  await leave();
}
