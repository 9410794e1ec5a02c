import { RunView } from "@landfall/protocol";
import { afterEach, describe, expect, it, vi } from "vitest";
import { planSentence } from "../src/features/sync/plan-sentence.ts";
import { resultParts, waitSentences } from "../src/features/sync/run-words.ts";
import { parseCoordinates } from "../src/ui/coordinates.ts";
import { clockSpan, count, formatBytes, formatDuration, formatEventDate, formatRate } from "../src/ui/format.ts";
import { runData } from "./samples.ts";

const plan = {
  create: 14,
  fill: 3,
  ask: 0,
  upload: 790,
  copy: 0,
  alreadyThere: 22,
  bytes: 4_100_000_000,
  update: 0,
  move: 0,
  withdraw: 0,
  describe: 0,
  corrections: [],
  changedThere: [],
  takenThere: 0,
  toTellAgain: 0,
  questions: [],
};
const run = (more: object): RunView => RunView.parse(runData(0, more));

describe("numbers", () => {
  it("carry their noun in the right form", () => {
    expect([count(0, "image"), count(1, "image"), count(4316, "image")]).toEqual([
      "0 images",
      "1 image",
      "4,316 images",
    ]);
  });

  it("show bytes and speeds in the unit a person would choose", () => {
    expect([0, 1, 812_000, 2_400_000, 999_950, 4_100_000_000].map(formatBytes)).toEqual([
      "0 bytes",
      "1 byte",
      "812 kB",
      "2.4 MB",
      "1 MB",
      "4.1 GB",
    ]);
    expect(formatRate(1_930_000)).toBe("15 Mbit/s");
  });

  it("show how long something takes in the largest unit that still says something", () => {
    expect([20_000, 60_000, 2_400_000, 69 * 60_000, 5 * 3_600_000, 3 * 86_400_000].map(formatDuration)).toEqual([
      "less than a minute",
      "1 min",
      "40 min",
      "1 h 9 min",
      "5 h",
      "3 days",
    ]);
  });
});

describe("days", () => {
  afterEach(() => void vi.unstubAllEnvs());

  it.each(["America/Vancouver", "Pacific/Kiritimati"])("are the same local calendar days in %s", (zone) => {
    vi.stubEnv("TZ", zone);
    expect(["2024-07-01", "1998-07", "1998", "1998-07/1998-08"].map(formatEventDate)).toEqual([
      "1 Jul 2024",
      "Jul 1998",
      "1998",
      "Jul 1998 – Aug 1998",
    ]);
  });

  it("have a span of local time that names the second day only where there is one", () => {
    expect(clockSpan("2024-07-01T09:14:00", "2024-07-01T10:31:59")).toBe("09:14–10:31");
    expect(clockSpan("2024-07-01T09:14:00", "2024-07-01T09:14:30")).toBe("09:14");
    expect(clockSpan("2024-07-01T23:50:00", "2024-07-02T00:10:00")).toBe("23:50 – 2 Jul 2024 00:10");
    expect(clockSpan(null, null)).toBeUndefined();
  });
});

describe("coordinates", () => {
  it.each([
    ["53.1672, -129.352", 53.1672, -129.352],
    ["53.1672, −129.352", 53.1672, -129.352],
    ["53.1672 N 129.352 W", 53.1672, -129.352],
    ["S 33.5; E 18.25", -33.5, 18.25],
    ["53°10'30\"N 129°30'W", 53.175, -129.5],
    ["0, 0", 0, 0],
  ])("are read from %s", (text, decimalLatitude, decimalLongitude) => {
    expect(parseCoordinates(text)).toEqual({ decimalLatitude, decimalLongitude });
  });

  it.each(["", "53.1672", "91, 0", "0, 181", "53 E, 129 W", "53.1672 -129.352 7", "Haro Strait"])(
    "are not read from “%s”",
    (text) => {
      expect(parseCoordinates(text)).toBeUndefined();
    },
  );
});

describe("sentences about a sync", () => {
  it("say what a plan will do, and leave out what it will not", () => {
    expect(planSentence(plan)).toBe(
      "14 new encounters, 3 fill existing ones · 790 images to send, 22 already there · 4.1 GB",
    );
    expect(planSentence({ ...plan, create: 1, fill: 0, upload: 0, copy: 12, bytes: 0 })).toBe(
      "1 new encounter · 12 images to copy from a container, 22 already there",
    );
    expect(planSentence({ ...plan, create: 0, fill: 1, upload: 0, bytes: 0 })).toBe(
      "1 fills an existing one · no image to send, 22 already there",
    );
    expect(
      planSentence({
        ...plan,
        create: 0,
        fill: 0,
        upload: 0,
        bytes: 0,
        update: 3,
        move: 412,
        withdraw: 1,
        describe: 2,
      }),
    ).toBe("update 3, move 412 images, withdraw 1, describe 2 · no image to send, 22 already there");
  });

  it("say why a run waits and when it goes on", () => {
    expect(waitSentences(run({}))).toEqual([]);
    const paused = { state: "paused", reasons: ["offline"], settled: true };
    expect(waitSentences(run(paused))).toEqual([
      "The hub cannot be reached. It goes on by itself when the hub answers again.",
    ]);
    const [, next] = waitSentences(run({ ...paused, nextAttemptAt: "2020-01-02T10:00:00.000Z" }));
    expect(next).toBe("Next try at 2 Jan 2020.");
  });

  it("say what a run did, with failures only where there were some", () => {
    const { result } = run({});
    const done = { ...result, images: { ...result.images, complete: 64, failed: 1 }, bytesSent: 1_200_000_000 };
    expect(resultParts(run({ result: done }))).toEqual(["64 images delivered", "1 image failed", "1.2 GB sent"]);
  });

  it("claim no delivery that did not happen", () => {
    const { result } = run({});
    const there = { ...result, images: { ...result.images, alreadyThere: 1 } };
    expect(resultParts(run({ result: there }))).toEqual(["1 image already there"]);
    const corrected = { updated: 3, moved: 412, withdrawn: 1, described: 2 };
    expect(resultParts(run({ result: { ...result, corrected } }))).toEqual([
      "3 encounters updated",
      "412 images moved",
      "1 image withdrawn",
      "2 images described",
    ]);
    expect(resultParts(run({ result }))).toEqual(["no image delivered"]);
  });
});
