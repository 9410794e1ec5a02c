import { test } from "vitest";
import { runModel } from "./model.ts";

/** Other histories every time; the seed in the test's name brings the same ones back. */
const seed = Number(process.env.LANDFALL_SEED ?? Date.now() % 2 ** 31);

test(`whatever the network, the hub, the disk and the person do, every approved image is verified once (seed ${seed})`, async () => {
  await runModel({ runs: 60, seed });
});
