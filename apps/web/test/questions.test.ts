import { type EncounterValues, emptyValues, ManifestRow, noImages, type PlanView } from "@landfall/protocol";
import { describe, expect, it } from "vitest";
import { asksOf } from "../src/features/sync/open-questions.ts";
import { nextStep, statusWords } from "../src/features/sync/run-words.ts";
import { milestone } from "../src/live/milestones.ts";
import { compare, heldWords } from "../src/ui/compare-words.ts";
import { event, manifestData, noEncounters, populationData, runData, snapshot, uuid } from "./samples.ts";

const values: EncounterValues = {
  ...emptyValues,
  eventDate: "2024-05-01",
  locality: "Haro Strait",
  recordedBy: "Jo Tidewater",
};

describe("two encounters beside each other", () => {
  it("are told apart in words", () => {
    expect(compare(values, { ...values, locality: "haro  strait" })).toEqual({
      same: "Same day, place and photographer",
      other: "",
    });
    expect(compare(values, { ...values, locality: "Active Pass", recordedBy: "Sam Whitecap" })).toEqual({
      same: "Same day",
      other: "Other place and other photographer",
    });
    expect(compare({ ...values, recordedBy: null }, { ...values, locality: null })).toEqual({
      same: "Same day",
      other: "No place on the hub and no photographer on this station",
    });
  });

  it("say how many photographs they share", () => {
    expect([heldWords(0, 1), heldWords(0, 4), heldWords(2, 4), heldWords(4, 4)]).toEqual([
      "Does not hold this photograph",
      "Holds none of these 4 photographs",
      "Holds 2 of these 4 photographs",
      "Holds all 4 of these photographs",
    ]);
  });
});

const left = (more: object = {}) =>
  ManifestRow.parse(
    manifestData(0, {
      encounters: { ...noEncounters, approved: 3, synced: 1 },
      imagesDue: 6,
      run: runData(0, { state: "done" }),
      ...more,
    }),
  );
const question = (images: number): PlanView["questions"][number] => ({
  encounterId: "00000009-0000-4000-8000-000000000000" as PlanView["questions"][number]["encounterId"],
  values,
  images,
  why: "sameKeyTwice",
  message: "",
  conflicts: [],
  changedThere: [],
  candidates: [],
});
const plan = (...questions: PlanView["questions"]): PlanView => ({
  create: 0,
  fill: 1,
  ask: questions.length,
  upload: 0,
  copy: 0,
  alreadyThere: 0,
  bytes: 0,
  update: 0,
  move: 0,
  withdraw: 0,
  describe: 0,
  corrections: [],
  changedThere: [],
  takenThere: 0,
  toTellAgain: 0,
  questions,
});

describe("a manifest after a sync", () => {
  it("asks, and nothing else is open, where the questions hold all that is due", () => {
    expect(asksOf(left(), plan(question(4), question(2)), false)).toEqual({ kind: "questions", count: 2, only: true });
  });

  it("can also be synced where more is due than the questions hold", () => {
    expect(asksOf(left(), plan(question(4)), false)).toEqual({ kind: "questions", count: 1, only: false });
  });

  it("asks nothing once the plan has no questions, or before its first sync", () => {
    expect(asksOf(left(), plan(), false)).toEqual({ kind: "nothing" });
    expect(asksOf(left({ run: null }), plan(question(6)), false)).toEqual({ kind: "nothing" });
  });

  it("claims nothing while the hub has not answered", () => {
    expect(asksOf(left(), undefined, true)).toEqual({ kind: "comparing" });
    expect(asksOf(left(), undefined, false)).toEqual({ kind: "unknown" });
  });
});

describe("what is said when a run ends", () => {
  const ended = (encounters: object, images: object, state = "done") => {
    const before = snapshot([
      populationData(0, [manifestData(0, { encounters: { ...noEncounters, ...encounters }, run: runData(0) })]),
    ]);
    const { result } = runData(0) as { result: { images: object } };
    const run = runData(0, { state, result: { ...result, images: { ...result.images, ...images } } });
    return milestone(before, event(1, { type: "run", run }));
  };

  it("is what the run did, and how many questions stay open", () => {
    expect(ended({ approved: 5, synced: 1 }, { alreadyThere: 1 })).toBe(
      "Sync has finished: 1 image already there. 4 questions stay open and need your answer.",
    );
    expect(ended({ approved: 2, synced: 1 }, { complete: 3, failed: 1 })).toBe(
      "Sync has finished: 3 images delivered, 1 image failed. 1 question stays open and needs your answer.",
    );
    expect(ended({ approved: 2, synced: 2 }, { complete: 3 })).toBe("Sync has finished: 3 images delivered.");
    expect(ended({ approved: 2 }, {}, "cancelled")).toBe("Sync was cancelled: no image delivered.");
  });
});

describe("what was corrected after its delivery", () => {
  const images = { ...noImages, complete: 9 };
  const encounters = { ...noEncounters, approved: 3, synced: 3 };
  const corrected = left({ encounters, images, imagesDue: 0, correctionsDue: 2 });

  it("waits for a sync, and is not said to be verified as it is", () => {
    expect(nextStep(corrected)).toBe("sync");
    expect(statusWords(corrected)).toBe("synced, 2 corrected encounters to send");
    const delivered = left({ encounters, images, imagesDue: 0 });
    expect([nextStep(delivered), statusWords(delivered)]).toEqual(["nothing", "synced and verified"]);
    const takenBack = { ...delivered, encounters: { ...delivered.encounters, approved: 0, synced: 0, pending: 2 } };
    expect(statusWords(takenBack)).toBe("nothing is approved, 2 encounters to review");
  });

  it("asks only where every correction waits for an answer", () => {
    const asked = plan(question(3));
    expect(asksOf(corrected, asked, false)).toEqual({ kind: "questions", count: 1, only: true });
    const other = { encounterId: uuid(9, 1), values, update: [], move: 3, withdraw: 0, describe: 0 } as never;
    expect(asksOf(corrected, { ...asked, move: 3, corrections: [other] }, false)).toMatchObject({ only: false });
  });
});
