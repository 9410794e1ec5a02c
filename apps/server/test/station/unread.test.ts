/** Photographs that cannot be read at the moment of a scan, and what was decided of them. */
import { readFileSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import type { ManifestId } from "@landfall/protocol";
import { expect, test } from "vitest";
import { season } from "./delivered.ts";
import { openStation } from "./support.ts";

test("a photograph that is being written while its folder is read keeps its encounter, and the encounter its approval", async () => {
  const { folder, files } = await season(2, 1, "unread");
  const [file] = files as [string];
  const station = await openStation();
  const scan = async () => (await station.scan({ folders: [folder], population: "Residents" })).result;
  const rows = async (id: ManifestId | undefined) => {
    const query = { filter: "all", offset: 0, limit: 100 } as const;
    const { items } = await station.ask("encounters", { params: { id: id as ManifestId }, query });
    return items.map(({ id, review, values }) => ({ id, review, locality: values.locality }));
  };
  const first = (await scan())?.manifestId as ManifestId;
  const [row] = await rows(first);
  await station.ask("editEncounter", { params: { id: row?.id as never }, body: { locality: "Boundary Pass" } });
  await station.ask("approve", { params: { id: first }, body: {} });
  const decided = await rows(first);
  expect(decided[0]).toMatchObject({ review: "approved", locality: "Boundary Pass" });

  const whole = readFileSync(file);
  truncateSync(file, whole.length >> 1);
  const during = await scan();
  expect(during).toMatchObject({
    files: { found: 2, images: 1, unreadable: 1 },
    reasons: [{ reason: "STILL_WRITTEN", count: 1 }],
    changes: { isNew: false, gone: 0 },
  });
  expect(await rows(during?.manifestId)).toEqual(decided);

  writeFileSync(file, whole);
  utimesSync(file, new Date(1e12), new Date(1e12));
  const after = await scan();
  expect(after).toMatchObject({ files: { found: 2, images: 2, unreadable: 0 } });
  expect(await rows(after?.manifestId)).toEqual(decided);
});
