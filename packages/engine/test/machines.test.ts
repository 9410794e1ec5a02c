import { type ErrorCode, errorCodes, errorTable, ImageState, noImages } from "@landfall/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  deriveSync,
  type ImageEvent,
  type ImageRecord,
  isDue,
  newImage,
  newRun,
  type RunEvent,
  stepImage,
  stepRun,
} from "../src/index.ts";

const event: fc.Arbitrary<ImageEvent> = fc.oneof(
  fc.constant<ImageEvent>({ type: "uploaded" }),
  fc.constant<ImageEvent>({ type: "committed" }),
  fc.constantFrom("a.b.c", "d.e.f").map((receipt): ImageEvent => ({ type: "verified", receipt })),
  fc.nat(10).map((atMs): ImageEvent => ({ type: "gone", atMs })),
  fc
    .constantFrom<ErrorCode>(...errorCodes)
    .map((code): ImageEvent => ({ type: "troubled", trouble: { code, detail: null, atMs: 0 }, random: 0.5 })),
  fc
    .constantFrom<ImageEvent["type"]>("retried", "reset", "hubLeft", "skipped", "unskipped")
    .map((type) => ({ type }) as ImageEvent),
);
const reached = (events: readonly ImageEvent[]): ImageRecord => events.reduce(stepImage, newImage);

describe("an image", () => {
  test("I1: is complete only with a receipt, and stays so but for the hub's word that the bytes are gone, or a person's that it be checked again, left out, or brought to another hub", () => {
    fc.assert(
      fc.property(fc.array(event), event, (before, last) => {
        const record = reached(before);
        if (record.state !== "complete") return;
        expect(record.receipt).toMatch(/\./);
        const next = stepImage(record, last);
        if (next.state !== "complete") expect(["gone", "reset", "hubLeft", "skipped"]).toContain(last.type);
      }),
    );
  });

  test("I2: becomes complete by a receipt only; one that was left out and is taken back has its own", () => {
    fc.assert(
      fc.property(fc.array(event), event, (before, last) => {
        const record = reached(before);
        const next = stepImage(record, last);
        if (record.state === "complete" || next.state !== "complete") return;
        if (record.state === "skipped") expect(next.receipt).toBe(record.receipt);
        else expect(last.type).toBe("verified");
      }),
    );
  });

  test("that is taken back is as it was, unless the hub was told or the bytes are gone", () => {
    const complete: ImageRecord = { state: "complete", receipt: "a.b.c" };
    const out = stepImage(complete, { type: "skipped" });
    expect(stepImage(out, { type: "unskipped" })).toEqual(complete);
    for (const between of [{ type: "reset" }, { type: "hubLeft" }, { type: "gone", atMs: 0 }] as const)
      expect(stepImage(stepImage(out, between), { type: "unskipped" })).toEqual(newImage);
  });

  test("says of another hub nothing that the former one has said, lost bytes neither", () => {
    const ofHub: ImageEvent[][] = [
      [{ type: "uploaded" }],
      [{ type: "committed" }],
      [{ type: "verified", receipt: "a.b.c" }],
      [{ type: "committed" }, { type: "gone", atMs: 0 }],
    ];
    for (const events of ofHub) expect(stepImage(reached(events), { type: "hubLeft" })).toEqual(newImage);
  });

  test("I3: an event twice is the event once, and changes nothing the second time", () => {
    fc.assert(
      fc.property(fc.array(event), event, (before, last) => {
        if (last.type === "troubled") return; // each failure counts
        const once = stepImage(reached(before), last);
        expect(stepImage(once, last)).toBe(once);
      }),
    );
  });

  test("I4: is due, complete, left out, waits for its time, or waits for a person: never forgotten", () => {
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const record = reached(events);
        const resting = ["complete", "skipped", "failed", "missing", "changed"].includes(record.state);
        expect(isDue(record, Number.MAX_SAFE_INTEGER)).toBe(!resting);
      }),
    );
  });

  test("a reset makes what the hub has due again, without its receipt, and leaves everything else as it is", () => {
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const record = reached(events);
        const onHub = record.state === "complete" || record.state === "committed";
        const kept = record.state === "skipped" ? { ...record, receipt: null } : record;
        expect(stepImage(record, { type: "reset" })).toEqual(onHub ? newImage : kept);
      }),
    );
  });

  test("I5: whatever needs a person can be retried", () => {
    for (const code of errorCodes) {
      const troubled = stepImage(newImage, { type: "troubled", trouble: { code, detail: null, atMs: 0 }, random: 0 });
      expect(isDue(stepImage(troubled, { type: "retried" }), 0)).toBe(true);
      if (errorTable[code].tier === "transient") expect(troubled.state).toBe("waiting");
    }
  });
});

test("an encounter is synced when every image that is not left out is complete", () => {
  fc.assert(
    fc.property(
      fc.record(
        Object.fromEntries(ImageState.options.map((state) => [state, fc.nat(3)])) as Record<
          ImageState,
          fc.Arbitrary<number>
        >,
      ),
      (counts) => {
        const total = Object.values(counts).reduce((sum, count) => sum + count, 0) - counts.skipped;
        expect(deriveSync(counts) === "synced").toBe(total > 0 && counts.complete === total);
        const troubled = counts.waiting + counts.failed + counts.missing + counts.changed;
        expect(["partial", "failed"].includes(deriveSync(counts))).toBe(troubled > 0);
      },
    ),
  );
  expect(deriveSync(noImages)).toBe("pending");
});

test("a run goes on when its last reason to pause is gone, and once over stays over", () => {
  const reasons = ["user", "offline", "unavailable", "auth"] as const;
  const runEvent: fc.Arbitrary<RunEvent> = fc.oneof(
    fc.constantFrom(...reasons).map((reason): RunEvent => ({ type: "paused", reason, error: null })),
    fc.constantFrom(...reasons).map((reason): RunEvent => ({ type: "resumed", reason })),
    fc.constantFrom<RunEvent>({ type: "finished" }, { type: "cancelled" }),
  );
  fc.assert(
    fc.property(fc.array(runEvent), (events) => {
      const open = new Set<string>();
      let over: string | undefined;
      let run = stepRun(newRun, { type: "resumed", reason: "user" });
      for (const each of events) {
        if (!over && each.type === "paused") open.add(each.reason);
        if (!over && each.type === "resumed") open.delete(each.reason);
        if (!over && each.type === "finished") over = "done";
        if (!over && each.type === "cancelled") over = "cancelled";
        run = stepRun(run, each);
        expect(run.state).toBe(over ?? (open.size > 0 ? "paused" : "running"));
        if (run.state === "paused") expect(new Set(run.reasons)).toEqual(open);
      }
    }),
  );
});
