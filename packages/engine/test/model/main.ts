/** The long form: `npm run -s model -- [--runs N] [--seed S] [--json]`. */
import { parseArgs } from "node:util";
import { runModel } from "./model.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "1000" },
    seed: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const runs = Number(values.runs);
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
// The world has a clock of its own: without a timer of ours Node would think that nothing is left to do.
const alive = setInterval(() => {}, 60_000);
if (!values.json) console.log(`${runs} histories, seed ${seed}`);
try {
  await runModel({ runs, seed });
  console.log(values.json ? JSON.stringify({ runs, seed, broken: 0 }) : "The model holds.");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (values.json) console.log(JSON.stringify({ runs, seed, broken: 1 }));
  process.exitCode = 1;
} finally {
  clearInterval(alive);
}
