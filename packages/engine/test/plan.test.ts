import { randomUUID } from "node:crypto";
import type { HubEncounter, HubEncounterId, PopulationId, Sha256 } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import type { HubAnswers, Subject } from "../src/plan/model.ts";
import { numberWithinManifest } from "../src/plan/number.ts";
import { planEncounters, toPlanView } from "../src/plan/plan.ts";
import { encounter, type FakeEncounter } from "./fakes/photographs.ts";

const hubEncounter = (like: FakeEncounter, values: Partial<HubEncounter["values"]> = {}): HubEncounter => ({
  id: randomUUID() as HubEncounterId,
  populationId: randomUUID() as PopulationId,
  eventID: like.eventID,
  encounterNumber: null,
  values: { ...like.values, ...values },
  images: 1,
  version: 1,
  createdAt: new Date(0).toISOString(),
  mergedInto: null,
});

interface World {
  byEventID?: [FakeEncounter, HubEncounter][];
  byKey?: [FakeEncounter, HubEncounter][];
  holds?: [HubEncounter, Sha256[]][];
  taken?: [FakeEncounter, HubEncounter][];
  elsewhere?: HubEncounter[];
  /** Beside the planned ones. */
  rivals?: FakeEncounter[];
}

function plan(
  encounters: FakeEncounter[],
  { byEventID = [], byKey = [], holds = [], taken = [], elsewhere = [], rivals = [] }: World,
) {
  const toSubject = (one: FakeEncounter): Subject => ({
    encounter: one,
    encounterNumber: one.encounterNumber,
    images: one.images
      .filter(({ record }) => record.state !== "skipped")
      .map(({ sha256, bytes, source, hubEncounter, takenOut, fileName, record, facts, told }) => ({
        sha256,
        bytes,
        isFar: source !== undefined,
        hubEncounter,
        takenOut,
        fileName,
        facts,
        told,
        confirmed: record.state === "complete",
      })),
    leftOut: one.images.flatMap(({ sha256, hubEncounter, leftOut, record }) =>
      record.state === "skipped" && hubEncounter ? [{ sha256, hubEncounter, reason: leftOut }] : [],
    ),
    strays: one.strays,
    hashed: new Map(),
  });
  const find = (pairs: [FakeEncounter, HubEncounter][], one: FakeEncounter) =>
    pairs.find(([of]) => of === one)?.[1] ?? null;
  const known = new Map<Sha256, { sha256: Sha256; verified: boolean; encounters: HubEncounterId[] }>();
  for (const [hub, hashes] of holds) {
    for (const sha256 of hashes) {
      const before = known.get(sha256)?.encounters ?? [];
      known.set(sha256, { sha256, verified: true, encounters: [...before, hub.id] });
    }
  }
  const takenBy = new Map(taken.map(([one, hub]) => [hub.id, one.id]));
  const answers: HubAnswers = {
    matches: new Map(
      encounters.map((one) => [
        one.eventID,
        { eventID: one.eventID, byEventID: find(byEventID, one), byMatchKey: find(byKey, one) },
      ]),
    ),
    known,
    blobs: null,
    imageFacts: [],
    encounters: new Map(holds.map(([hub]) => [hub.id, hub])),
    takenBy,
    bound: new Set([...taken.map(([, hub]) => hub.id), ...encounters.flatMap((one) => one.hubEncounterId ?? [])]),
    isOwnThere: ({ sha256, hubEncounter }) =>
      [...encounters, ...taken.map(([one]) => one)].some(
        (one) =>
          [...one.images, ...one.strays].some(
            (image) => image.sha256 === sha256 && image.hubEncounter === hubEncounter,
          ) ||
          (takenBy.get(hubEncounter) === one.id && one.images.some((image) => image.sha256 === sha256)),
      ),
    isKeptThere: ({ sha256, hubEncounter }) =>
      encounters.some(
        (one) => one.hubEncounterId === hubEncounter && one.images.some((image) => image.sha256 === sha256),
      ),
    isWantedThere: ({ sha256, hubEncounter }) =>
      encounters.some((one) =>
        one.images.some(
          (image) =>
            image.sha256 === sha256 &&
            image.record.state !== "skipped" &&
            (one.hubEncounterId === hubEncounter || image.hubEncounter === hubEncounter),
        ),
      ),
    boundElsewhere: new Set(elsewhere.map(({ id }) => id)),
  };
  return planEncounters(encounters.map(toSubject), answers, rivals.map(toSubject));
}
const actions = (...args: Parameters<typeof plan>) => plan(...args).encounters.map(({ action }) => action);
const shas = (one: FakeEncounter) => one.images.map(({ sha256 }) => sha256);

describe("an encounter is found on the hub", () => {
  test("by its eventID before anything else", () => {
    const one = encounter({}, ["a"]);
    const known = hubEncounter(one);
    const other = hubEncounter(one);
    expect(actions([one], { byEventID: [[one, known]], byKey: [[one, other]], holds: [[other, shas(one)]] })).toEqual([
      { kind: "use", hub: known, by: "eventID" },
    ]);
  });

  test("never as a sighting, where it is the reference of an individual: not by photographs, nor by key", () => {
    const one = encounter({ eventType: "reference" }, ["a"]);
    const sighting = hubEncounter(one, { eventType: null });
    const reference = hubEncounter(one);
    expect(actions([one], { holds: [[sighting, shas(one)]], byKey: [[one, sighting]] })).toEqual([
      { kind: "create", apart: true },
    ]);
    expect(
      actions([one], {
        holds: [
          [sighting, shas(one)],
          [reference, shas(one)],
        ],
      }),
    ).toEqual([{ kind: "use", hub: reference, by: "photographs" }]);
  });

  test("by its photographs, though the locality was corrected there: the hub finds it by the key it had", () => {
    const one = encounter({}, ["a", "b"]);
    const corrected = hubEncounter(one, { locality: "San Juan Channel" });
    const holds: [HubEncounter, Sha256[]][] = [[corrected, shas(one).slice(0, 1)]];
    expect(actions([one], { holds, byKey: [[one, corrected]] })).toEqual([
      { kind: "use", hub: corrected, by: "photographs" },
    ]);
  });

  test("by all of its photographs, where nothing says that it was another day, place or photographer", () => {
    const one = encounter({}, ["a", "b"]);
    const others = [
      { recordedBy: null },
      { recordedBy: "Unknown" },
      { eventDate: one.values.eventDate?.slice(0, 7) ?? null, locality: null },
    ];
    for (const values of others)
      expect(actions([one], { holds: [[hubEncounter(one, values), shas(one)]] })).toMatchObject([
        { kind: "use", by: "photographs" },
      ]);
  });

  test("as the one that it is already, whatever was corrected since", () => {
    const one = encounter({}, ["a", "b"]);
    const delivered = hubEncounter(one, { eventDate: "2023-01-01", locality: "Elsewhere" });
    one.hubEncounterId = delivered.id;
    expect(actions([one], { holds: [[delivered, shas(one)]] })).toMatchObject([{ kind: "use", by: "photographs" }]);
  });

  test("by its key when no photograph is shared", () => {
    const one = encounter({}, ["a"]);
    const same = hubEncounter(one);
    expect(actions([one], { byKey: [[one, same]] })).toEqual([{ kind: "use", hub: same, by: "matchKey" }]);
  });
});

describe("a photograph that lies in two encounters of a manifest", () => {
  const shared = () =>
    [encounter({}, ["a", "shared"]), encounter({ locality: "Active Pass" }, ["b", "shared"])] as const;

  test("does not make one of the other, though that one is on the hub already", () => {
    const [one, other] = shared();
    const first = hubEncounter(one);
    expect(actions([other], { holds: [[first, shas(one)]], taken: [[one, first]] })).toEqual([
      { kind: "create", apart: false },
    ]);
  });

  test("is found again in both, by the one that holds all", () => {
    const [one, other] = shared();
    const [first, second] = [hubEncounter(one), hubEncounter(other)];
    const holds: [HubEncounter, Sha256[]][] = [
      [first, shas(one)],
      [second, shas(other)],
    ];
    expect(actions([one, other], { holds })).toEqual([
      { kind: "use", hub: first, by: "photographs" },
      { kind: "use", hub: second, by: "photographs" },
    ]);
  });
});

describe("what is not certain is a question", () => {
  test("a few shared photographs under another day, place and photographer", () => {
    const one = encounter({}, ["a", "b", "c"]);
    const other = hubEncounter(one, { eventDate: "2023-01-01", recordedBy: "AW", locality: "Elsewhere" });
    expect(actions([one], { holds: [[other, shas(one).slice(0, 1)]] })).toMatchObject([
      { kind: "ask", question: { why: "sharesPhotographs", candidates: [{ imagesHeld: 1 }] } },
    ]);
  });

  test("all of its photographs, under another day, place or photographer", () => {
    const one = encounter({}, ["copied"]);
    for (const values of [
      { recordedBy: "Somebody Else" },
      { eventDate: "2033-06-30" },
      { locality: "Haro Strait South" },
    ]) {
      const other = hubEncounter(one, values);
      expect(actions([one], { holds: [[other, shas(one)]] })).toMatchObject([
        { kind: "ask", question: { why: "sharesPhotographs", candidates: [{ imagesHeld: 1 }] } },
      ]);
    }
  });

  test("photographs that several encounters hold", () => {
    const one = encounter({}, ["a", "b"]);
    const [first, second] = [hubEncounter(one), hubEncounter(one)];
    const holds: [HubEncounter, Sha256[]][] = [
      [first, shas(one).slice(0, 1)],
      [second, shas(one).slice(1)],
    ];
    expect(actions([one], { holds })).toMatchObject([{ kind: "ask", question: { why: "severalHoldPhotographs" } }]);
    expect(actions([one], { holds, byKey: [[one, second]] })).toMatchObject([{ kind: "use", hub: second }]);
  });

  test("photographs that the hub has from elsewhere in an encounter that another one of the manifest is already", () => {
    const [one, other] = [encounter({}, ["a"]), encounter({}, ["b", "c"])];
    const joined = hubEncounter(one);
    const world = { holds: [[joined, [...shas(one), ...shas(other)]]], taken: [[one, joined]] } satisfies World;
    expect(actions([other], world)).toMatchObject([
      { kind: "ask", question: { why: "heldByAnother", candidates: [{ encounter: joined, imagesHeld: 2 }] } },
    ]);
    // A person may say that it is that one, or another one all the same.
    other.answer = { choice: "join", hubEncounterId: joined.id };
    expect(actions([other], world)).toEqual([{ kind: "use", hub: joined, by: "answer" }]);
    other.answer = { choice: "apart" };
    expect(actions([other], world)).toEqual([{ kind: "create", apart: true }]);
    other.answer = null;
    // What this manifest has brought there is moved from there, and nothing is asked.
    for (const image of other.images) image.hubEncounter = joined.id;
    expect(actions([other], world)).toMatchObject([{ kind: "create" }]);
    // Where it is asked for another reason, what lies there is counted, whoever brought it.
    expect(actions([other], { ...world, byKey: [[other, joined]] })).toMatchObject([
      { kind: "ask", question: { why: "sameKeyTwice", candidates: [{ encounter: joined, imagesHeld: 2 }] } },
    ]);
  });

  test("a key under which this station delivered another encounter", () => {
    const one = encounter({}, ["a"]);
    const same = hubEncounter(one);
    expect(actions([one], { byKey: [[one, same]], elsewhere: [same] })).toMatchObject([
      { kind: "ask", question: { why: "sameKeyTwice" } },
    ]);
  });

  test("a key with a number, since every station numbers by itself", () => {
    const one = encounter({}, ["a"]);
    one.encounterNumber = 1;
    const same = hubEncounter(one);
    expect(actions([one], { byKey: [[one, same]] })).toMatchObject([
      { kind: "ask", question: { why: "sameKeyTwice" } },
    ]);
    expect(actions([one], { byKey: [[one, same]], holds: [[same, shas(one)]] })).toMatchObject([{ by: "photographs" }]);
  });

  test("two encounters of one manifest that would land in one", () => {
    const [one, two] = [encounter({}, ["a"]), encounter({}, ["b"])];
    const merged = hubEncounter(one);
    expect(actions([one, two], { holds: [[merged, [...shas(one), ...shas(two)]]] })).toMatchObject([
      { kind: "ask" },
      { kind: "ask" },
    ]);
    expect(
      actions([one, two], { byEventID: [[one, merged]], holds: [[merged, [...shas(one), ...shas(two)]]] }),
    ).toMatchObject([{ kind: "use", by: "eventID" }, { kind: "ask" }]);
  });

  test("also where only one of the two is approved yet: it is not whoever comes first", () => {
    const [one, two] = [encounter({}, ["a"]), encounter({}, ["b"])];
    const whole = hubEncounter(one);
    const holds: [HubEncounter, Sha256[]][] = [[whole, [...shas(one), ...shas(two)]]];
    const [action, ...more] = actions([one], { holds, rivals: [two] });
    expect(action).toMatchObject({ kind: "ask", question: { why: "heldByAnother", candidates: [{ imagesHeld: 1 }] } });
    expect(more).toEqual([]);
    two.answer = { choice: "apart" };
    expect(actions([one], { holds, rivals: [two] })).toMatchObject([{ kind: "use", by: "photographs" }]);
    two.answer = null;
    expect(actions([one], { holds: [[whole, shas(one)]], rivals: [two] })).toMatchObject([{ kind: "use" }]);
  });

  test("and the answer is kept to", () => {
    const one = encounter({}, ["a", "b"]);
    const other = hubEncounter(one, { eventDate: "2023-01-01", recordedBy: "AW", locality: "Elsewhere" });
    const holds: [HubEncounter, Sha256[]][] = [[other, shas(one).slice(0, 1)]];
    one.answer = { choice: "apart" };
    expect(actions([one], { holds })).toEqual([{ kind: "create", apart: true }]);
    one.answer = { choice: "join", hubEncounterId: other.id };
    expect(actions([one], { holds })).toEqual([{ kind: "use", hub: other, by: "answer" }]);
  });
});

test("the plan counts what will be made, filled, sent and left", () => {
  const [made, filled, unsure] = [encounter({}, ["a", "b"]), encounter({}, ["c", "d", "e"]), encounter({}, ["f", "g"])];
  const hub = hubEncounter(filled);
  const other = hubEncounter(unsure, { eventDate: "2023-01-01", recordedBy: "AW", locality: "Elsewhere" });
  const view = toPlanView(
    plan([made, filled, unsure], {
      byEventID: [[filled, hub]],
      holds: [
        [hub, shas(filled).slice(0, 1)],
        [other, shas(unsure).slice(0, 1)],
      ],
    }),
  );
  expect(view).toMatchObject({ create: 1, fill: 1, ask: 1, upload: 4, alreadyThere: 1, bytes: 4 });
});

describe("an image that the hub has in another encounter", () => {
  const known = encounter({ locality: "Active Pass" }, ["a", "b"]);
  const there = hubEncounter(known);
  known.hubEncounterId = there.id;
  /** The first image of `known`, noted as being in that one's encounter of the hub. */
  const newcomer = () => {
    const one = encounter({}, ["a", "c"]);
    for (const image of one.images) if (shas(known).includes(image.sha256)) image.hubEncounter = there.id;
    return one;
  };
  const holds: [HubEncounter, Sha256[]][] = [[there, shas(known)]];
  const correctionOf = (...encounters: FakeEncounter[]) =>
    plan(encounters, { byEventID: [[known, there]], holds, taken: [[known, there]] }).encounters[0]?.correction;

  test("is moved from there", () => {
    const one = newcomer();
    const [shared] = shas(known) as [Sha256];
    expect(correctionOf(one)).toMatchObject({ moves: [{ from: there, images: [shared] }], forgotten: [] });
  });

  test("stays there where our encounter that is that one keeps it too: the hub is asked for nothing", () => {
    const one = newcomer();
    const [shared] = shas(known) as [Sha256];
    const forgotten = [{ sha256: shared, hubEncounter: there.id }];
    expect(correctionOf(one, known)).toMatchObject({ moves: [], withdrawals: [], forgotten });
    // Left out here, it is left out here alone.
    for (const image of one.images)
      if (image.sha256 === shared) image.record = { state: "skipped", rounds: 0, receipt: null };
    expect(correctionOf(one, known)).toMatchObject({ moves: [], withdrawals: [], forgotten });
    const stray = encounter({}, ["d"]);
    stray.strays = forgotten;
    expect(correctionOf(stray, known)).toMatchObject({ moves: [], withdrawals: [], forgotten });
  });
});

test("an image that is left out is not withdrawn where another encounter has it in the same one of the hub", () => {
  const one = encounter({}, ["a", "b"]);
  const there = hubEncounter(one);
  one.hubEncounterId = there.id;
  for (const image of one.images) image.hubEncounter = there.id;
  const [left] = one.images;
  if (left) left.record = { state: "skipped", rounds: 0, receipt: null };
  const other = encounter({ locality: "Active Pass" }, ["a"]);
  const withdrawn = (...encounters: FakeEncounter[]) => {
    const given = { byEventID: [[one, there]], holds: [[there, shas(one)]], taken: [[one, there]] };
    const made = plan(encounters, given as Parameters<typeof plan>[1]);
    return [toPlanView(made).withdraw, made.encounters[0]?.correction.forgotten.length];
  };
  expect(withdrawn(one, other)).toEqual([1, 0]);
  for (const image of other.images) image.hubEncounter = there.id;
  expect(withdrawn(one, other)).toEqual([0, 1]);
});

test("with a correction of our own, what only others have changed becomes ours, and without one nothing does", () => {
  const one = encounter({}, ["a"]);
  const there = hubEncounter(one, { recordedBy: "Bill Wood" });
  one.hubEncounterId = there.id;
  one.delivered = { values: one.values, version: 1 };
  const correction = () => plan([one], { byEventID: [[one, there]] }).encounters[0]?.correction;
  expect(correction()).toMatchObject({ update: {}, taken: {} });
  Object.assign(one, { values: { ...one.values, locality: "Cattle Pass" } });
  expect(correction()).toMatchObject({ update: { locality: "Cattle Pass" }, taken: { recordedBy: "Bill Wood" } });
});

describe("encounters of one manifest with the same day, place and photographer", () => {
  test("get numbers in order of time, and keep those they have", () => {
    const groups = [
      encounter({}, ["a"]),
      encounter({ locality: "haro  STRAIT" }, ["b"]),
      encounter({ locality: "Elsewhere" }, ["c"]),
    ];
    expect(numberWithinManifest(groups)).toEqual([1, 2, null]);
    (groups[1] as FakeEncounter).encounterNumber = 1;
    expect(numberWithinManifest(groups)).toEqual([2, 1, null]);
    (groups[0] as FakeEncounter).encounterNumber = 1;
    expect(numberWithinManifest(groups)).toEqual([1, 2, null]);
  });

  test("are never told apart by what is unknown", () => {
    const groups = [encounter({ recordedBy: null }, ["a"]), encounter({ recordedBy: null }, ["b"])];
    expect(numberWithinManifest(groups)).toEqual([null, null]);
  });
});

test("what others have changed on the hub since it was delivered is said, unless a correction takes it over", () => {
  const one = encounter({ locality: "Haro Strait" }, ["a"]);
  const theirs = hubEncounter(one, { locality: "S2 Bay" });
  one.delivered = { values: one.values, version: 1 };
  const world = { byEventID: [[one, theirs]] as [FakeEncounter, HubEncounter][] };
  const field = { field: "locality", ours: "Haro Strait", theirs: "S2 Bay" };
  expect(toPlanView(plan([one], world)).changedThere).toEqual([
    { encounterId: one.id, values: one.values, fields: [field] },
  ]);
  one.values = { ...one.values, recordedBy: "Somebody else" };
  expect(toPlanView(plan([one], world))).toMatchObject({ update: 1, changedThere: [] });
});
