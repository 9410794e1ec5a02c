import type { EncounterId } from "@landfall/protocol";
import { defaultSettings, type SendOrder } from "@landfall/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createEngine } from "../src/index.ts";
import type { PlannedEncounter } from "../src/plan/model.ts";
import { encountersAtOnce } from "../src/policy.ts";
import { createWorkLine, imagesOf, orderWork, type Part } from "../src/run/order.ts";
import { fakeClock } from "./fakes/clock.ts";
import { fakeHub } from "./fakes/hub.ts";
import { encounter, type FakeEncounter, image } from "./fakes/photographs.ts";
import { season } from "./fakes/season.ts";

const planned = (one: FakeEncounter) => ({ encounter: one }) as unknown as PlannedEncounter;
const named = (name: string, texts: string[], locality = name): [FakeEncounter, string] => [
  encounter({ locality }, texts),
  name,
];

function rated(text: string, rating: number | null, hasPreview = true) {
  return { ...image(text), rating, hasPreview };
}

describe("parts", () => {
  const images = [rated("raw", 3, false), rated("a", 5), rated("b", null), rated("c", -1), rated("d", 5)];
  const texts = (part: Part) =>
    imagesOf(part, images).map(({ sha256 }) => images.find((one) => one.sha256 === sha256)?.text);

  test("the cover is the first image that can be shown, and the others are all but that", () => {
    expect(texts("cover")).toEqual(["a"]);
    expect(texts("others")).toEqual(["raw", "b", "c", "d"]);
    expect(imagesOf("cover", [rated("only", null, false)])).toHaveLength(1);
    expect(imagesOf("cover", [])).toEqual([]);
  });

  test("a rating holds its images in order of time; no rating is 0", () => {
    expect(texts({ rating: 5 })).toEqual(["a", "d"]);
    expect(texts({ rating: 0 })).toEqual(["b"]);
    expect(texts({ rating: -1 })).toEqual(["c"]);
  });

  test("every image is in exactly one part, whatever the order and the ratings", () => {
    const anImage = fc.record({ rating: fc.option(fc.double({ noNaN: true })), hasPreview: fc.boolean() });
    const someImages = fc.array(anImage, { maxLength: 12 });
    const order = fc.constantFrom<SendOrder>("time", "covers", "rating");
    fc.assert(
      fc.property(someImages, order, (of, by) => {
        const all = of.map((each, at) => ({ ...image(`i${at}`), ...each }));
        const one = encounter({}, []);
        const ratings = () => new Map([[one.id, [5, 4, 3, 2, 1, 0, -1]]]);
        const sent = orderWork([planned(one)], by, ratings).flatMap(({ part }) => imagesOf(part, all));
        expect(sent.length).toBe(all.length);
        expect(new Set(sent)).toEqual(new Set(all));
      }),
    );
  });
});

describe("the line", () => {
  const [[a], [b], [c]] = [named("A", []), named("B", []), named("C", [])];
  const names = new Map([a, b, c].map((one, at) => [one.id, "ABC"[at]]));
  const drain = (
    order: SendOrder,
    chosen: (taken: number) => EncounterId[],
    ratings = new Map<EncounterId, number[]>(),
  ) => {
    const line = createWorkLine(orderWork([a, b, c].map(planned), order, () => ratings));
    const seen: string[] = [];
    for (let item = line.next(chosen(0)); item; item = line.next(chosen(seen.length))) {
      const part = typeof item.part === "object" ? String(item.part.rating) : item.part;
      seen.push(`${names.get(item.planned.encounter.id)} ${part}`);
    }
    return seen;
  };

  test("is by time, or covers first, or by rating over all encounters", () => {
    expect(drain("time", () => [])).toEqual(["A all", "B all", "C all"]);
    expect(drain("covers", () => [])).toEqual(["A cover", "B cover", "C cover", "A others", "B others", "C others"]);
    const ratings = new Map([
      [a.id, [0]],
      [b.id, [5, 1]],
      [c.id, [5, 0, -1]],
    ]);
    expect(drain("rating", () => [], ratings)).toEqual(["B 5", "C 5", "B 1", "A 0", "C 0", "C -1"]);
  });

  test("chosen encounters go first and whole, also when they are chosen in the middle", () => {
    expect(drain("time", () => [c.id, b.id])).toEqual(["C all", "B all", "A all"]);
    expect(drain("covers", (taken) => (taken < 2 ? [] : [c.id]))).toEqual([
      "A cover",
      "B cover",
      "C cover",
      "C others",
      "A others",
      "B others",
    ]);
  });
});

/** What is sent early is image 0 of each encounter by covers, and image 1 by rating. */
test.each<[SendOrder, number]>([
  ["covers", 0],
  ["rating", 1],
])("a run by %s sends these images before the rest, and finds or makes each encounter once", async (order, early) => {
  const hub = fakeHub();
  const clock = fakeClock();
  const places = ["A", "B", "C", "D", "E", "F", "G", "H"];
  const encounters = places.map((locality) =>
    encounter(
      { locality },
      [0, 1, 2].map((at) => `${locality}${at}`),
    ),
  );
  for (const { images } of encounters) Object.assign(images[1] ?? {}, { rating: 5 });
  const station = season(clock, hub, encounters);
  const settings = { ...defaultSettings, transfers: 1 as const, order };
  const engine = createEngine(station.ports, { settings, onStatus: () => {} });
  await clock.until(engine.start(station.task()).done);
  const all = encounters.flatMap(({ images }) => images);
  const puts = hub.calls.flatMap((call) => all.find(({ sha256 }) => call === `put ${sha256}`)?.text ?? []);
  // A few encounters are at work at once, so the last of the early ones and the first of the rest may change places.
  const firstLate = puts.findIndex((text) => !text.endsWith(String(early)));
  expect(firstLate).toBeGreaterThanOrEqual(places.length - encountersAtOnce);
  expect(puts.slice(0, firstLate)).toEqual(places.slice(0, firstLate).map((place) => place + early));
  expect(puts).toHaveLength(24);
  expect(hub.calls.filter((call) => call === "findOrCreate")).toHaveLength(8);
  expect(station.states()).toEqual(Array(24).fill("complete"));
});

test("what is chosen while a run is at work goes next", async () => {
  const hub = fakeHub();
  const clock = fakeClock();
  const places = ["A", "B", "C", "D", "E", "F", "G", "H"];
  const encounters = places.map((locality) =>
    encounter(
      { locality },
      Array.from({ length: 15 }, (_, at) => locality + at),
    ),
  );
  const station = season(clock, hub, encounters);
  const last = encounters.at(-1) as FakeEncounter;
  let chosen: EncounterId[] = [];
  Object.assign(station.ports.ledger, { chosen: () => chosen });
  hub.fault = (call) => {
    if (call === "put") chosen = [last.id];
    return undefined;
  };
  const engine = createEngine(station.ports, { settings: { ...defaultSettings, transfers: 1 }, onStatus: () => {} });
  await clock.until(engine.start(station.task()).done);
  const puts = hub.calls.filter((call) => call.startsWith("put"));
  const placeOf = (one: FakeEncounter) => puts.indexOf(`put ${one.images[0]?.sha256}`);
  const order = encounters.toSorted((a, b) => placeOf(a) - placeOf(b)).map(({ values }) => values.locality);
  expect(order.indexOf("H")).toBeLessThan(4);
  expect(order.filter((place) => place !== "H")).toEqual(places.slice(0, -1));
});
