/** What the hub already holds, told on review; the answer given there is the plan's. */
import { rmSync } from "node:fs";
import type { EncounterId, ManifestId } from "@landfall/protocol";
import { expect, test } from "vitest";
import { drawSeason } from "../../../../fixtures/index.ts";
import { openStation, openTestHub, type TestStation, temporaryFolder } from "./support.ts";

const page = { filter: "all", offset: 0, limit: 100 } as const;

async function scanned(station: TestStation, folder: string, name?: string) {
  const job = await station.scan({ folders: [folder], population: "Residents", ...(name && { name }) });
  const id = job.result?.manifestId as ManifestId;
  const { items } = await station.ask("encounters", { params: { id }, query: page });
  return { id, rows: items, ids: items.map((row) => row.id) as EncounterId[] };
}

async function delivered(hub: { url: string }, key: string) {
  const folder = temporaryFolder("season");
  const season = await drawSeason(folder, { encounters: 2, imagesPerEncounter: 3, seed: "matches" });
  const station = await openStation();
  await station.ask("connect", { body: { hub: hub.url, key } });
  const { id } = await scanned(station, folder);
  await station.ask("approve", { params: { id }, body: {} });
  await station.synced(id);
  await station.stop();
  return { folder, season };
}

const matches = async (station: TestStation, id: ManifestId, encounters: EncounterId[]) =>
  (await station.ask("hubMatches", { params: { id }, body: { encounters } })).items;

test("an encounter under review says what the hub has of it, and the answer given there is the plan's", async () => {
  const { hub, key } = await openTestHub();
  const { folder } = await delivered(hub, key);
  const station = await openStation();
  await station.ask("connect", { body: { hub: hub.url, key } });
  const { id, ids } = await scanned(station, folder);
  const [first, second] = ids as [EncounterId, EncounterId];

  const found = await matches(station, id, ids);
  expect(found).toMatchObject([
    { encounterId: first, state: "fills", images: 3, candidates: [{ imagesHeld: 3 }], answer: null },
    { encounterId: second, state: "fills", images: 3, candidates: [{ imagesHeld: 3 }], answer: null },
  ]);
  await station.ask("answer", { params: { id: second }, body: { choice: "apart" } });
  expect((await matches(station, id, [second]))[0]).toMatchObject({ state: "fills", answer: { choice: "apart" } });

  await station.ask("withdrawAnswer", { params: { id: second } });
  expect((await matches(station, id, [second]))[0]).toMatchObject({ state: "fills", answer: null });
  await station.ask("answer", { params: { id: second }, body: { choice: "apart" } });

  await station.ask("approve", { params: { id }, body: {} });
  const planned = await station.ask("plan", { params: { id } });
  expect(planned).toMatchObject({ create: 1, fill: 1, ask: 0, upload: 0, alreadyThere: 6 });
});

test("what only a person can say is asked on review, and what was said there is not asked again by the plan", async () => {
  const { hub, key } = await openTestHub();
  const { folder, season } = await delivered(hub, key);
  for (const image of season[0]?.images.slice(2) ?? []) rmSync(image.path);
  const station = await openStation();
  await station.ask("connect", { body: { hub: hub.url, key } });
  const { id, ids } = await scanned(station, folder);
  const [first] = ids as [EncounterId];
  const other = { locality: "Elsewhere", recordedBy: "Somebody", eventDate: "2019-01-01" };
  await station.ask("editEncounter", { params: { id: first }, body: other });
  // Photographs of two encounters of the hub, in one here.
  const merged = await station.ask("mergeEncounters", { params: { id: first }, body: { encounters: ids.slice(1) } });
  const one = merged.encounters[0]?.id as EncounterId;
  const [match] = await matches(station, id, [one]);
  expect(match).toMatchObject({ state: "asks", images: 5 });
  expect(match?.candidates.map(({ imagesHeld }) => imagesHeld).sort()).toEqual([2, 3]);
  const chosen = match?.candidates[0]?.encounter.id as never;
  const foreign = crypto.randomUUID() as never;
  const refused = station.ask("answer", {
    params: { id: one },
    body: { choice: "join", hubEncounterId: foreign },
  });
  await expect(refused).rejects.toMatchObject({ code: "NOT_OFFERED", detail: expect.stringContaining(chosen) });
  expect((await matches(station, id, [one]))[0]).toMatchObject({ state: "asks", answer: null });
  await station.ask("answer", { params: { id: one }, body: { choice: "join", hubEncounterId: chosen } });
  await station.ask("approve", { params: { id }, body: {} });
  expect(await station.ask("plan", { params: { id } })).toMatchObject({ ask: 0, create: 0, fill: 1 });
  await station.synced(id);
  expect((await station.ask("encounter", { params: { id: one } })).hubEncounterId).toBe(chosen);
  const withdrawn = station.ask("withdrawAnswer", { params: { id: one } });
  await expect(withdrawn).rejects.toMatchObject({ code: "ANSWER_CARRIED_OUT" });
});

/** A split says by itself that it is another one: here nobody has said so. */
async function splitUnsaid(station: TestStation, one: EncounterId): Promise<EncounterId> {
  const { items } = await station.ask("images", { params: { id: one }, query: { offset: 0, limit: 10 } });
  const images = items.slice(2).map(({ sha256 }) => sha256);
  const split = await station.ask("splitEncounter", { params: { id: one }, body: { images } });
  const other = split.encounters.find((row) => row.id !== one)?.id as EncounterId;
  await station.ask("withdrawAnswer", { params: { id: other } });
  return other;
}

/** Another station has the same photographs, split into two encounters that nobody has said to be apart. */
async function splitElsewhere() {
  const { hub, key } = await openTestHub();
  const { folder } = await delivered(hub, key);
  const station = await openStation();
  await station.ask("connect", { body: { hub: hub.url, key } });
  const { id, ids } = await scanned(station, folder);
  const [one] = ids as [EncounterId];
  const other = await splitUnsaid(station, one);
  return { station, id, one, other };
}

test("of two that share an encounter of the hub, the one that is approved first is asked about as on Review", async () => {
  const { station, id, one, other } = await splitElsewhere();
  for (const of of [[one], [other], [one, other]])
    for (const match of await matches(station, id, of)) expect(match).toMatchObject({ state: "asks" });
  await station.ask("approve", { params: { id }, body: { encounters: [other] } });
  const planned = await station.ask("plan", { params: { id } });
  expect(planned).toMatchObject({ create: 0, fill: 0, ask: 1, questions: [{ encounterId: other }] });
  await station.ask("deny", { params: { id: one } });
  expect(await station.ask("plan", { params: { id } })).toMatchObject({ create: 0, fill: 1, ask: 0 });
});

test("what Review asks of another photographer's encounter the plan asks too, and of whoever shares it after that", async () => {
  const { station, id, one, other } = await splitElsewhere();
  const rename = (of: EncounterId, recordedBy: string) =>
    station.ask("editEncounter", { params: { id: of }, body: { recordedBy } });
  await rename(one, "Ben Wu");
  await rename(other, "Sam Poe");
  for (const of of [one, other]) expect((await matches(station, id, [of]))[0]).toMatchObject({ state: "asks" });

  await station.ask("approve", { params: { id }, body: { encounters: [other] } });
  const planned = await station.ask("plan", { params: { id } });
  expect(planned).toMatchObject({ create: 0, fill: 0, ask: 1, questions: [{ encounterId: other }] });
  const hubEncounterId = planned.questions[0]?.candidates[0]?.encounter.id as never;
  await station.ask("answer", { params: { id: other }, body: { choice: "join", hubEncounterId } });
  await station.synced(id);
  expect((await station.ask("encounter", { params: { id: other } })).hubEncounterId).toBe(hubEncounterId);

  // It was delivered by that: nothing else is noted that would do nothing.
  for (const body of [{ choice: "apart" }, { choice: "join", hubEncounterId }] as const) {
    const late = station.ask("answer", { params: { id: other }, body });
    await expect(late).rejects.toMatchObject({ code: "ANSWER_CARRIED_OUT" });
  }
  await expect(station.ask("withdrawAnswer", { params: { id: other } })).rejects.toMatchObject({
    code: "ANSWER_CARRIED_OUT",
  });

  // The hub's encounter is taken now: never is a second one made of its photographs unasked.
  const shared = { candidates: [{ encounter: { id: hubEncounterId }, imagesHeld: 2 }] };
  expect((await matches(station, id, [one]))[0]).toMatchObject({ state: "asks", ...shared });
  await station.ask("approve", { params: { id }, body: { encounters: [one] } });
  const then = await station.ask("plan", { params: { id } });
  expect(then).toMatchObject({ create: 0, fill: 0, ask: 1, questions: [{ why: "heldByAnother", ...shared }] });
  await station.ask("answer", { params: { id: one }, body: { choice: "apart" } });
  expect(await station.ask("plan", { params: { id } })).toMatchObject({ create: 1, ask: 0 });
  await station.synced(id);
  expect((await station.ask("encounter", { params: { id: one } })).hubEncounterId).not.toBe(hubEncounterId);
});

test("without the hub nobody knows, and that is said", async () => {
  const { hub, key } = await openTestHub();
  const folder = temporaryFolder("season");
  await drawSeason(folder, { encounters: 1, imagesPerEncounter: 1, seed: "alone" });
  const station = await openStation();
  const { id, ids } = await scanned(station, folder);
  await expect(matches(station, id, ids)).rejects.toMatchObject({ code: "NOT_CONNECTED" });
  await station.ask("connect", { body: { hub: hub.url, key } });
  expect(await matches(station, id, ids)).toMatchObject([{ state: "none", candidates: [] }]);
  await hub.stop();
  await expect(matches(station, id, ids)).rejects.toMatchObject({
    code: expect.stringMatching(/^(?:HUB_OFFLINE|CONNECTION_LOST)$/),
  });
});

test("photographs that another manifest has too are said before either is approved", async () => {
  const folder = temporaryFolder("season");
  await drawSeason(folder, { encounters: 1, imagesPerEncounter: 2, seed: "twice" });
  const copy = temporaryFolder("copy");
  await drawSeason(copy, { encounters: 1, imagesPerEncounter: 2, seed: "twice" });
  const station = await openStation();
  const first = await scanned(station, folder, "Card");
  expect(first.rows[0]?.findings.map(({ code }) => code)).not.toContain("IN_OTHER_MANIFEST");
  const second = await scanned(station, copy, "Backup");
  expect(second.rows[0]?.findings.find(({ code }) => code === "IN_OTHER_MANIFEST")).toMatchObject({
    severity: "warning",
    count: 2,
  });
  const again = await scanned(station, folder, "Card");
  expect(again.id).toBe(first.id);
});
