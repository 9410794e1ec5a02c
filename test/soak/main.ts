/** The long form: `npm run -s soak -- [--minutes N] [--seed S] [--json]`. */
import { parseArgs } from "node:util";
import { removeFolders } from "../support/landfall.ts";
import { endAll } from "../support/process.ts";
import { holdsSoak, soak } from "./soak.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "60" },
    seed: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const minutes = Number(values.minutes);
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
if (!(minutes > 0 && Number.isInteger(seed))) {
  console.error("usage: npm run -s soak -- [--minutes N] [--seed S] [--json]");
  process.exit(1);
}
const leave = async (): Promise<void> => {
  await endAll();
  await removeFolders();
};
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void leave().finally(() => process.exit(130)));
console.log(`${minutes} minutes, seed ${seed}`);
try {
  const figures = await soak({ minutes, seed, say: console.log });
  const holds = holdsSoak(figures);
  if (!values.json) for (const [name, value] of Object.entries(figures)) console.log(`${name}  ${value}`);
  console.log(values.json ? JSON.stringify({ ...figures, seed }) : holds ? "It holds." : "It does not hold.");
  process.exitCode = holds ? 0 : 1;
} finally {
  await leave();
}
