/** The long form: `npm run -s chaos -- [--kills N] [--seed S] [--only PATTERN] [--json]`. */
import { parseArgs } from "node:util";
import { runChaos } from "./chaos.ts";
import { endChildren } from "./children.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "300" },
    seed: { type: "string" },
    only: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const kills = Number(values.kills);
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
if (!(Number.isInteger(kills) && kills > 0 && Number.isInteger(seed))) {
  console.error("usage: npm run -s chaos -- [--kills N] [--seed S] [--only PATTERN] [--json]");
  process.exit(1);
}
for (const signal of ["SIGINT", "SIGTERM"])
  process.once(signal, () => void endChildren().then(() => process.exit(130)));
console.log(`${kills} kills, seed ${seed}`);
const figures = await runChaos({
  kills,
  seed,
  everyEdge: kills >= 300,
  say: console.log,
  ...(values.only && { only: new RegExp(values.only) }),
});
const { lost, duplicated, bytesDiffer, resentBeyondInFlight, wrong, edgesHit, edgesTotal } = figures;
const holds =
  lost + duplicated + bytesDiffer + resentBeyondInFlight + wrong === 0 && (kills < 300 || edgesHit === edgesTotal);
console.log(values.json ? JSON.stringify({ ...figures, seed }) : holds ? "It holds." : "It does not hold.");
process.exitCode = holds ? 0 : 1;
