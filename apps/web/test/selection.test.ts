import { EncounterRow, emptyValues, noImages, Sha256 } from "@landfall/protocol";
import { describe, expect, it } from "vitest";
import { deliveredWords, doneSentence } from "../src/features/review/correction-words.ts";
import { extend, more, nothingSelected, only, these, toggle } from "../src/features/review/selection.ts";
import { sha, uuid } from "./samples.ts";

const entries = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => [`k${from + index}`, from + index] as const);
const entry = (at: number) => [`k${at}`, at] as const;
const keys = ({ chosen }: { chosen: ReadonlyMap<string, unknown> }) => [...chosen.keys()];

describe("selecting images", () => {
  it("takes one alone, and more with a toggle that also takes back", () => {
    const two = toggle(only(entry(3), 3), entry(7), 7);
    expect(keys(two)).toEqual(["k3", "k7"]);
    expect(keys(toggle(two, entry(3), 3))).toEqual(["k7"]);
    expect(keys(only(entry(1), 1))).toEqual(["k1"]);
  });

  it("takes a burst beside what is selected, and a range after it keeps both", () => {
    const burst = more(only(entry(9), 9), entries(2, 4));
    expect(keys(burst)).toEqual(["k9", "k2", "k3", "k4"]);
    expect(keys(extend(burst, entries(9, 10), 9))).toEqual(["k9", "k2", "k3", "k4", "k10"]);
  });

  it("draws a range anew from the same place, and keeps what was selected before", () => {
    const start = toggle(only<number>(entry(0), 0), entry(5), 5);
    const long = extend(start, entries(5, 8), 5);
    expect(keys(long)).toEqual(["k0", "k5", "k6", "k7", "k8"]);
    expect(keys(extend(long, entries(4, 5), 5))).toEqual(["k0", "k5", "k4"]);
  });

  it("replaces a single one by a range that begins at it", () => {
    expect(keys(extend(only<number>(entry(2), 2), entries(2, 4), 2))).toEqual(["k2", "k3", "k4"]);
  });

  it("takes all, and nothing", () => {
    expect(these(entries(0, 4999)).chosen.size).toBe(5000);
    expect(nothingSelected.chosen.size).toBe(0);
  });
});

const row = (more: object = {}): EncounterRow =>
  EncounterRow.parse({
    id: uuid(5, 0),
    manifestId: uuid(1, 0),
    eventID: uuid(6, 0),
    encounterNumber: null,
    values: { ...emptyValues, eventDate: "2024-07-15", locality: "Haro Strait" },
    provenance: {},
    firstAt: null,
    lastAt: null,
    review: "approved",
    missing: [],
    sync: "synced",
    images: { ...noImages, complete: 3 },
    imageCount: 3,
    bytes: 3,
    folder: null,
    covers: [sha(1)],
    findings: [],
    hubEncounterId: uuid(7, 0),
    correctionDue: false,
    changedThere: [],
    since: null,
    changes: null,
    takenThere: [],
    sendFirst: false,
    version: "1",
    ...more,
  });

describe("what is said about a correction", () => {
  it("names the encounters and counts the images", () => {
    const to = row({ values: { ...emptyValues, eventDate: "1998", locality: null } });
    expect(doneSentence({ kind: "move", row: row(), images: [Sha256.parse(sha(1))], to })).toBe(
      "Moved 1 image from 15 Jul 2024 · Haro Strait to 1998 · No locality.",
    );
    expect(doneSentence({ kind: "merge", rows: [to, row()] })).toBe("Merged 2 encounters into 1998 · No locality.");
  });

  it("promises that no photograph is sent again only where all were delivered", () => {
    expect(deliveredWords(row())).toBe("Delivered. Changes are sent with the next sync; no photograph is sent again.");
    const part = row({ images: { ...noImages, complete: 2, pending: 1 } });
    expect(deliveredWords(part)).toMatch(/^On the hub with 2 of 3 images\./);
    const out = row({ images: { ...noImages, complete: 2, skipped: 1 } });
    expect(deliveredWords(out)).toMatch(/^Delivered\./);
    expect(deliveredWords(row({ hubEncounterId: null, images: { ...noImages, pending: 3 } }))).toBeUndefined();
    expect(deliveredWords(row({ hubEncounterId: null }))).toMatch(/makes the encounter on the hub/);
  });
});
