/** Two drives that overlap: what is deleted on one of them stays where it was, as long as the other has it. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ManifestId } from "@landfall/protocol";
import { expect, test } from "vitest";
import { withComment } from "../../../../fixtures/index.ts";
import { drawFrame } from "../../../../fixtures/picture.ts";
import { openStation, temporaryFolder } from "./support.ts";

test("however often it is scanned again", async () => {
  const [a, b] = [temporaryFolder("A"), temporaryFolder("B")];
  const picture = await drawFrame({ seed: "overlap", width: 64 });
  const put = (path: string, name: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, withComment(picture, name));
  };
  const right = (name: string) => join(a, "2023-04-03_Sidney", "BW", `${name}.jpg`);
  for (const name of ["1", "2", "only here"]) put(right(name), name);
  for (const name of ["1", "2", "only there"]) put(join(b, "2023-12_Sidney", `${name}.jpg`), name);
  const station = await openStation();
  const scanned = async () => {
    const job = await station.scan({ folders: [a, b], population: "Residents" });
    const id = job.result?.manifestId as ManifestId;
    const query = { filter: "all", offset: 0, limit: 10 } as const;
    const { items } = await station.ask("encounters", { params: { id }, query });
    const total = (images: Record<string, number>) => Object.values(images).reduce((sum, count) => sum + count, 0);
    const days = items.map(({ values, images, review }) => `${values.eventDate} ${total(images)} ${review}`).sort();
    return { id, days };
  };
  const { id, days } = await scanned();
  expect(days).toEqual(["2023-04-03 3 pending", "2023-12 1 incomplete"]);
  await station.ask("approve", { params: { id }, body: {} });
  rmSync(right("1"));
  for (const _ of ["once", "twice"])
    expect((await scanned()).days).toEqual(["2023-04-03 3 approved", "2023-12 1 incomplete"]);
});
