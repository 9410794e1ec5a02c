/** Photographs that are moved out of the folder that said whose they are, where rows of the sheet start minutes apart. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ManifestId } from "@landfall/protocol";
import { expect, test } from "vitest";
import { drawFrame, withExif } from "../../../../fixtures/index.ts";
import { openStation, temporaryFolder } from "./support.ts";

test("stay by whom they were approved as, however often they are scanned again", async () => {
  const folder = temporaryFolder("moved");
  for (const name of ["Bill Wood", "Jo Tidewater"]) {
    const day = join(folder, `2025-07-15_Haro Strait_${name}`);
    mkdirSync(day);
    for (const minute of [3, 4]) {
      const time = `2025:07:15 10:0${minute}:00`;
      const picture = await drawFrame({ seed: `${name} ${minute}`, width: 64 });
      writeFileSync(join(day, `${name[0]}${minute}.jpg`), withExif(picture, { dateTimeOriginal: time }));
    }
  }
  const sheet = join(temporaryFolder("sheet"), "sightings.csv");
  const row = (start: string, name: string) => `2025-07-15,${start},Haro Strait,${name}\n`;
  writeFileSync(sheet, `Date,Start,Place,Photographer\n${row("10:00", "Bill Wood")}${row("10:02", "Jo Tidewater")}`);
  const station = await openStation();
  const scanned = async () => {
    const job = await station.scan({ folders: [folder], population: "Residents", sheets: [sheet] });
    const id = job.result?.manifestId as ManifestId;
    const query = { filter: "all", offset: 0, limit: 10 } as const;
    const { items } = await station.ask("encounters", { params: { id }, query });
    const warned = items.flatMap(({ findings }) =>
      findings.flatMap(({ code, detail }) => (code === "APPROVED_AS_OTHER" ? [detail] : [])),
    );
    return { id, found: items.map(({ values, imageCount }) => [values.recordedBy, imageCount]).sort(), warned };
  };
  const both = [
    ["Bill Wood", 2],
    ["Jo Tidewater", 2],
  ];
  const { id, found } = await scanned();
  expect(found).toEqual(both);
  await station.ask("approve", { params: { id }, body: {} });
  renameSync(join(folder, "2025-07-15_Haro Strait_Bill Wood"), join(folder, "sorted later"));
  for (const _ of ["moved", "and approved again"]) {
    const after = await scanned();
    expect(after).toMatchObject({ found: both, warned: [] });
    await station.ask("approve", { params: { id: after.id }, body: {} });
  }
  renameSync(join(folder, "sorted later"), join(folder, "2025-07-15_Haro Strait_Jo Tidewater", "sorted"));
  expect(await scanned()).toMatchObject({
    found: [["Jo Tidewater", 4]],
    warned: ["2 images by Bill Wood; now all by Jo Tidewater"],
  });
});
