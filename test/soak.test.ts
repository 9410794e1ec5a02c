import { afterAll, expect, test } from "vitest";
import { holdsSoak, soak } from "./soak/soak.ts";
import { removeFolders } from "./support/landfall.ts";
import { endAll } from "./support/process.ts";

afterAll(async () => {
  await endAll();
  await removeFolders();
});

const seed = Number(process.env.LANDFALL_SEED ?? Date.now() % 2 ** 31);

// What the processes hold is read where Linux tells it.
test.skipIf(process.platform !== "linux")(
  `half a minute on a capped and faulty link: nothing grows, nothing is lost, nothing is there twice (seed ${seed})`,
  { timeout: 600_000 },
  async () => {
    const figures = await soak({ minutes: 0.5, seed, say: () => {} });
    expect(figures).toMatchObject({ lost: 0, duplicated: 0 });
    expect(figures.images).toBeGreaterThan(0);
    expect(holdsSoak(figures), JSON.stringify(figures)).toBe(true);
  },
);
