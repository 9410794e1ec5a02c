import { createClient, fetchTransport, type HubEncounter, hubApiPrefix, hubContract } from "@landfall/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drawSeason } from "../fixtures/index.ts";
import {
  landfall,
  newStation,
  removeFolders,
  startLandfall,
  startTestHub,
  type TestHub,
  tempFolder,
} from "./support/landfall.ts";
import { endAll, type Program } from "./support/process.ts";

let hub: TestHub;
let season: string;
let station: string;
let manifest: string;
let service: Program;

/** Commands speak to it: none has to put a station together for itself. */
async function serve(data: string): Promise<Program> {
  const program = startLandfall(data, "start", "--port", "0");
  await program.says(/sign-in\?code=/);
  return program;
}

beforeAll(async () => {
  hub = await startTestHub();
  season = await tempFolder("season");
  await drawSeason(season, { encounters: 3, imagesPerEncounter: 4, seed: "corrections" });
  station = await newStation(hub.url, hub.key);
  service = await serve(station);
  manifest = await scanAndSync(station);
}, 60_000);
afterAll(async () => {
  await endAll();
  await removeFolders();
});

async function scanAndSync(data: string): Promise<string> {
  const { manifestId } = (await landfall(data, "scan", season, "--population", "Orcas")).json;
  await landfall(data, "approve", manifestId);
  expect((await landfall(data, "sync", manifestId)).code).toBe(0);
  return manifestId;
}

const hubClient = (of = hub) =>
  createClient(hubContract, fetchTransport({ baseUrl: of.url + hubApiPrefix, token: of.key }));
const encounters = async (data = station, of = manifest) => (await landfall(data, "review", of)).json.encounters;
const reportOf = async (data = station, of = manifest) =>
  JSON.parse((await landfall(data, "report", of, "--format", "json")).stdout);
/** Approves again, and sends what the plan says; nothing may cost bytes. */
async function approveAndSync(plan: object, corrected: object, data = station, of = manifest) {
  await landfall(data, "approve", of);
  expect((await landfall(data, "plan", of)).json).toMatchObject({ ask: 0, create: 0, upload: 0, bytes: 0, ...plan });
  const synced = await landfall(data, "sync", of);
  expect(synced).toMatchObject({ code: 0, json: { bytesSent: 0, corrected } });
  const none = { update: 0, move: 0, withdraw: 0, describe: 0, fill: 0, upload: 0 };
  expect((await landfall(data, "plan", of)).json).toMatchObject(none);
}
const none = { updated: 0, moved: 0, withdrawn: 0, described: 0 };

interface Held extends HubEncounter {
  readonly items: readonly {
    readonly sha256: string;
    readonly state: string;
    readonly receipt: string | null;
    readonly facts?: unknown;
  }[];
}
/** Every encounter on the hub, with its images. */
async function onHub(of = hub): Promise<Held[]> {
  const { changes } = await hubClient(of).changes({ query: { limit: 1000 } });
  const ids = [...new Set(changes.map(({ encounter }) => encounter.id))];
  return Promise.all(ids.map((id) => hubClient(of).encounter({ params: { id } })));
}
const imagesOnHub = async () =>
  (await onHub()).flatMap(({ id, items }) => items.map(({ sha256 }) => `${id} ${sha256}`)).sort();
const receipts = async () => (await onHub()).flatMap(({ items }) => items.map(({ receipt }) => receipt)).sort();

describe("what was delivered is corrected", () => {
  let all: (string | null)[];
  /** SHA-256 of the images of an encounter of the station. */
  const imagesOf = async (id: string): Promise<string[]> => {
    const { images } = await reportOf();
    return images
      .filter((image: { encounter: string }) => image.encounter === id)
      .map(({ sha256 }: { sha256: string }) => sha256);
  };
  const select = (images: readonly string[]) => images.flatMap((sha256) => ["--image", sha256]);

  test("what is said of an image is sent alone, and only what has changed", async () => {
    const [first] = await encounters();
    const [image = ""] = await imagesOf(first.id);
    const facts = async () =>
      (await onHub()).flatMap(({ items }) => items).find(({ sha256 }) => sha256 === image)?.facts;
    expect(await facts()).toEqual({ side: null, quality: null, people: false });
    const describe = (...said: string[]) => landfall(station, "describe", first.id, "--image", image, ...said);
    expect((await describe("--side", "left", "--quality", "3", "--people", "yes")).code).toBe(0);
    await approveAndSync({ update: 0, describe: 1 }, { ...none, described: 1 });
    expect(await facts()).toEqual({ side: "left", quality: 3, people: true });
    expect((await describe("--quality", "none", "--people", "no")).code).toBe(0);
    await approveAndSync({ describe: 1 }, { ...none, described: 1 });
    expect(await facts()).toEqual({ side: "left", quality: null, people: false });
    expect((await describe("--side", "above")).stderr).toContain("it may be left, right, anterior");
  });

  test("a field that a person has emptied is emptied on the hub, and filled again as any other", async () => {
    const [first] = await encounters();
    const remarks = async () => (await onHub()).map(({ values }) => values.eventRemarks ?? null).filter(Boolean);
    const set = (text: string) => landfall(station, "edit", first.id, "--set", `eventRemarks=${text}`);
    expect((await set("Calm.")).code).toBe(0);
    await approveAndSync({ update: 1 }, { ...none, updated: 1 });
    expect(await remarks()).toEqual(["Calm."]);
    expect((await set("")).code).toBe(0);
    await approveAndSync({ update: 1 }, { ...none, updated: 1 });
    expect(await remarks()).toEqual([]);
  });

  test("an edit that was synced and is undone then is taken back from the hub, also where nothing stood before", async () => {
    const [first] = await encounters();
    const delivered = async () =>
      (await onHub()).flatMap(({ values: { license, behavior } }) => (license ? [{ license, behavior }] : []));
    const filled = ["--set", "license=public", "--set", "behavior=foraging"];
    expect((await landfall(station, "edit", first.id, ...filled)).code).toBe(0);
    await approveAndSync({ update: 1 }, { ...none, updated: 1 });
    expect(await delivered()).toEqual([{ license: "public", behavior: "foraging" }]);
    // The approval, and the edit with the reopening that it began with: it is approved as it was.
    for (const _ of [1, 2]) expect((await landfall(station, "undo", "--last", manifest)).code).toBe(0);
    const of = (await encounters()).find(({ id }: { id: string }) => id === first.id);
    expect(of).toMatchObject({ state: "approved" });
    const planned = await landfall(station, "plan", manifest);
    expect(planned.json).toMatchObject({ update: 1, ask: 0, upload: 0 });
    expect(planned.json.corrections[0].update).toEqual([
      { field: "license", from: "public", to: null },
      { field: "behavior", from: "foraging", to: null },
    ]);
    expect((await landfall(station, "status")).json.why.station.reason).toBe("ready");
    const synced = await landfall(station, "sync", manifest);
    expect(synced).toMatchObject({ code: 0, json: { bytesSent: 0, corrected: { ...none, updated: 1 } } });
    expect(await delivered()).toEqual([]);
  });

  test("an edited place is sent alone, and the hub still knows the encounter by its former key", async () => {
    all = await receipts();
    expect(all).toHaveLength(12);
    const [first] = await encounters();
    expect((await landfall(station, "edit", first.id, "--set", "locality=Swanson Channel")).code).toBe(0);
    await approveAndSync({ update: 1, move: 0, withdraw: 0, fill: 0 }, { ...none, updated: 1 });
    const corrected = (await onHub()).filter(({ values }) => values.locality === "Swanson Channel");
    expect(corrected).toHaveLength(1);
    const asked = { ...first, eventID: crypto.randomUUID(), encounterNumber: null };
    const ask = (locality: string) =>
      hubClient().match({
        params: { id: corrected[0]?.populationId as never },
        body: {
          encounters: [
            {
              eventID: asked.eventID,
              eventDate: first.eventDate,
              locality,
              recordedBy: first.recordedBy,
              encounterNumber: null,
            },
          ] as never,
        },
      });
    for (const locality of [first.locality, "Swanson Channel"])
      expect((await ask(locality)).matches[0]?.byMatchKey?.id).toBe(corrected[0]?.id);
    expect(await receipts()).toEqual(all);
    expect((await landfall(station, "verify", manifest)).code).toBe(0);
  });

  test("a split moves images to a new encounter", async () => {
    const [, second] = await encounters();
    const [image] = await imagesOf(second.id);
    expect((await landfall(station, "split", second.id, ...select([image as string]))).json.encounters).toHaveLength(2);
    await landfall(station, "approve", manifest);
    const plan = await landfall(station, "plan", manifest);
    expect(plan.json).toMatchObject({ create: 1, move: 1, update: 0, withdraw: 0, upload: 0, bytes: 0 });
    const synced = await landfall(station, "sync", manifest);
    expect(synced).toMatchObject({ code: 0, json: { bytesSent: 0, corrected: { ...none, moved: 1 } } });
    expect((await onHub()).map(({ items }) => items.length).sort()).toEqual([1, 3, 4, 4]);
    expect(await receipts()).toEqual(all);
  });

  test("a move and a leaving out go together, with the reason", async () => {
    const [first, second] = await encounters();
    const [moved, out] = await imagesOf(first.id);
    await landfall(station, "move", first.id, "--to", second.id, ...select([moved as string]));
    await landfall(station, "exclude", first.id, ...select([out as string]), "--reason", "a person is in it");
    await approveAndSync({ move: 1, withdraw: 1 }, { ...none, moved: 1, withdrawn: 1 });
    expect((await imagesOnHub()).some((held) => held.endsWith(out as string))).toBe(false);
    expect((await landfall(station, "verify", manifest)).code).toBe(0);
    await landfall(station, "exclude", first.id, ...select([out as string]), "--undo");
    await approveAndSync({ move: 0, withdraw: 0 }, none);
    expect(await receipts()).toEqual(all);
  });

  test("a merge leaves a stub that leads to the other, so that no station makes it anew", async () => {
    const [first, second] = await encounters();
    const before = (await onHub()).length;
    await landfall(station, "merge", first.id, second.id);
    await landfall(station, "approve", manifest);
    expect((await landfall(station, "sync", manifest)).json).toMatchObject({ bytesSent: 0 });
    const held = await onHub();
    const [stub] = held.filter(({ mergedInto }) => mergedInto !== null);
    expect(stub?.items).toEqual([]);
    expect(held).toHaveLength(before);
    expect(await receipts()).toEqual(all);
    const found = await hubClient().match({
      params: { id: stub?.populationId as never },
      body: {
        encounters: [
          { eventID: stub?.eventID, eventDate: null, locality: null, recordedBy: null, encounterNumber: null },
        ] as never,
      },
    });
    expect(found.matches[0]?.byEventID?.id).toBe(stub?.mergedInto);
  });

  test("the station killed while it corrects, and run again, comes to the same end", async () => {
    const [first, second] = (await encounters()).toSorted(
      (a: { images: number }, b: { images: number }) => b.images - a.images,
    );
    const images = (await imagesOf(first.id)).slice(0, 2);
    await landfall(station, "move", first.id, "--to", second.id, ...select(images));
    await landfall(station, "edit", second.id, "--set", "license=public");
    await landfall(station, "approve", manifest);
    await service.stop();
    const sync = startLandfall(station, "sync", manifest);
    // As soon as the hub has done the first part of it.
    const { next } = await hubClient().changes({ query: { limit: 1000 } });
    const hasEnded = () => sync.child.exitCode !== null || sync.child.signalCode !== null;
    for (let seen = false; !seen && !hasEnded(); )
      seen = (await hubClient().changes({ query: { after: next } })).changes.length > 0;
    await sync.kill();
    service = await serve(station);
    expect((await landfall(station, "sync", manifest)).json).toMatchObject({ bytesSent: 0 });
    const rest = { update: 0, move: 0, withdraw: 0, upload: 0, fill: 0 };
    expect((await landfall(station, "plan", manifest)).json).toMatchObject(rest);
    expect((await onHub()).some(({ values }) => values.license === "public")).toBe(true);
    expect(await receipts()).toEqual(all);
  });
});

describe("two stations correct the same", () => {
  test("different fields both stand; the same field is a question with both values, and a person decides", async () => {
    const shared = await startTestHub();
    const [station, other] = [await newStation(shared.url, shared.key), await newStation(shared.url, shared.key)];
    await Promise.all([serve(station), serve(other)]);
    const manifest = await scanAndSync(station);
    const theirs = await scanAndSync(other);
    const ofOther = await encounters(other, theirs);
    const [last] = (await encounters(station, manifest)).slice(-1);
    const same = ofOther.find(({ eventDate }: { eventDate: string }) => eventDate === last.eventDate);
    await landfall(station, "edit", last.id, "--set", "locality=Cattle Pass");
    await landfall(station, "approve", manifest);
    expect((await landfall(station, "sync", manifest)).json.corrected).toMatchObject({ updated: 1 });

    await landfall(other, "edit", same.id, "--set", "recordedBy=Ann Wales");
    await landfall(other, "approve", theirs);
    expect((await landfall(other, "sync", theirs)).json.corrected).toMatchObject({ updated: 1 });
    const both = (await onHub(shared)).find(
      ({ values }) => values.recordedBy === "Ann Wales" && values.locality === "Cattle Pass",
    );
    expect(both).toBeDefined();
    // What only the first has changed is the other's by its own correction, too: there it is no old value any more.
    const seen = (await encounters(other, theirs)).find(({ id }: { id: string }) => id === same.id);
    expect(seen).toMatchObject({ locality: "Cattle Pass", recordedBy: "Ann Wales" });

    await landfall(station, "edit", last.id, "--set", "locality=Cattle Point");
    await landfall(station, "approve", manifest);
    expect((await landfall(station, "sync", manifest)).json.corrected).toMatchObject({ updated: 1 });
    await landfall(other, "edit", same.id, "--set", "locality=Spieden Channel", "--set", "recordedBy=Ann Whales");
    await landfall(other, "approve", theirs);
    const asked = await landfall(other, "plan", theirs);
    expect(asked).toMatchObject({
      code: 3,
      json: {
        ask: 1,
        questions: [
          {
            why: "correctedElsewhere",
            conflicts: [{ field: "locality", ours: "Spieden Channel", theirs: "Cattle Point" }],
          },
        ],
      },
    });
    const unsent = await landfall(other, "sync", theirs);
    expect(unsent).toMatchObject({ code: 3, json: { questions: [{ encounterId: same.id }] } });
    const { why } = (await landfall(other, "status")).json;
    expect(why.station).toMatchObject({ reason: "questions", sentence: "1 encounter waits for your answer." });
    expect(why.station.inTerminal).toContain(`landfall answer ${theirs}`);

    await landfall(other, "answer", theirs, "--encounter", same.id, "--ours");
    expect((await landfall(other, "status")).json.why.station.reason).toBe("ready");
    expect((await landfall(other, "sync", theirs)).json.corrected).toMatchObject({ updated: 1 });
    expect((await hubClient(shared).encounter({ params: { id: both?.id as never } })).values.locality).toBe(
      "Spieden Channel",
    );

    await landfall(station, "edit", last.id, "--set", "locality=Swanson Channel");
    await landfall(station, "approve", manifest);
    const { ask, questions } = (await landfall(station, "plan", manifest)).json;
    expect(ask).toBe(1);
    expect(questions[0].changedThere).toMatchObject([{ field: "recordedBy", theirs: "Ann Whales" }]);
    await landfall(station, "answer", manifest, "--encounter", last.id, "--theirs");
    expect((await landfall(station, "plan", manifest)).json).toMatchObject({ ask: 0, update: 0 });
    const taken = (await encounters(station, manifest)).find(({ id }: { id: string }) => id === last.id);
    expect(taken).toMatchObject({ locality: "Spieden Channel", recordedBy: "Ann Whales", state: "approved" });
  }, 120_000);
});
