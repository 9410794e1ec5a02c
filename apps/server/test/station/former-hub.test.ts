/** A station that is connected to another hub than the one that has its photographs. */
import { expect, test } from "vitest";
import { check } from "./check-card.ts";
import { delivered, season } from "./delivered.ts";
import { openStation, openTestHub } from "./support.ts";

async function twoHubs(seed: string) {
  const [one, two] = [await openTestHub(), await openTestHub()];
  const { folder, files } = await season(2, 2, seed);
  const station = await openStation();
  const connect = (to: typeof one, otherHub?: boolean) =>
    station.ask("connect", { body: { hub: to.hub.url, key: to.key, otherHub } });
  await connect(one);
  const manifest = await delivered(station, folder);
  const notes = async () => (await station.ask("activity", { query: { category: "connection", limit: 10 } })).entries;
  return { one, two, folder, files, station, connect, manifest, notes };
}

test("another hub is refused, by the addresses of both and how many photographs the former one has signed for", async () => {
  const { one, two, folder, files, station, connect, notes } = await twoHubs("mistyped");
  const before = await notes();
  await expect(connect(two)).rejects.toMatchObject({
    code: "OTHER_HUB",
    detail: `${two.hub.url} is another hub than ${one.hub.url}, which has signed for 4 photographs of this station.`,
  });
  expect(await notes()).toEqual(before);
  expect(await check(station, folder)).toMatchObject({ safe: true, proven: files.length });
  await connect(one);
  expect(await check(station, folder)).toMatchObject({ safe: true, proven: files.length });
});

test("on purpose it is connected to, with a note of what was let go, and no photograph is said to be lost or safe to erase", async () => {
  const { one, two, folder, files, station, connect, manifest, notes } = await twoHubs("on purpose");
  await connect(two, true);
  const [, left] = await notes();
  expect(left).toMatchObject({
    action: "hubLeft",
    actor: "command line",
    subject: [{ kind: "hub", name: one.hub.url }],
    detail: `for ${two.hub.url}; receipts of 4 photographs let go, 2 encounters to be asked for anew`,
  });
  const card = await check(station, folder);
  expect(card).toMatchObject({ safe: false, proven: 0, problems: files.length });
  expect(new Set(card.list.map(({ reason }) => reason))).toEqual(new Set(["FORMER_HUB"]));
  expect(card.list[0]?.message).toContain(`(${one.hub.url})`);
  const verified = await station.verified(manifest);
  expect(verified).toMatchObject({ lost: 0, noReceipt: files.length });
  expect(verified.failures[0]?.detail).toContain(`The hub ${one.hub.url} had signed for it`);

  // The present one has none of it: no question is asked.
  await connect(one);
  expect(await check(station, folder)).toMatchObject({ safe: false, proven: 0 });
  expect((await station.synced(manifest)).result.images).toMatchObject({ complete: 0, alreadyThere: files.length });
  expect(await check(station, folder)).toMatchObject({ safe: true, proven: files.length });
});

test("a hub that signs after another was left is the one that counts", async () => {
  const { two, folder, files, station, connect, manifest } = await twoHubs("moved");
  await connect(two, true);
  await station.synced(manifest);
  expect(await check(station, folder)).toMatchObject({ safe: true, proven: files.length });
  expect(await station.verified(manifest)).toMatchObject({ verified: files.length });
});

test("a hub that has nothing of the station's yet is left without a question", async () => {
  const [one, two] = [await openTestHub(), await openTestHub()];
  const station = await openStation();
  await station.ask("connect", { body: { hub: one.hub.url, key: one.key } });
  await station.ask("connect", { body: { hub: two.hub.url, key: two.key } });
  expect((await station.ask("snapshot", {})).hub.url).toBe(two.hub.url);
});
