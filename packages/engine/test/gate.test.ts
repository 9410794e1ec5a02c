import { LandfallError } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import { createGate, notAsked } from "../src/flow/gate.ts";
import { withRetry } from "../src/flow/retry.ts";
import { fakeClock } from "./fakes/clock.ts";

const signal = new AbortController().signal;

function setUp() {
  const clock = fakeClock();
  const changes: string[] = [];
  const gate = createGate({
    clock,
    random: () => 0.5,
    onChange: () => {
      const state = gate.state();
      changes.push(state.kind === "closed" ? state.reason : "open");
    },
  });
  const fail = (code: ConstructorParameters<typeof LandfallError>[0]) =>
    gate.run(() => Promise.reject(new LandfallError(code)), signal).catch(() => {});
  return { clock, gate, changes, fail };
}

describe("the gate before a far end", () => {
  test("closes at once where there is no way, after five failures in a row otherwise", async () => {
    const dead = setUp();
    await dead.fail("HUB_OFFLINE");
    expect(dead.changes).toEqual(["offline"]);
    const weak = setUp();
    for (let times = 0; times < 4; times++) await weak.fail("HUB_UNAVAILABLE");
    await weak.gate.run(async () => "answer", signal);
    for (let times = 0; times < 4; times++) await weak.fail("CONNECTION_LOST");
    expect(weak.changes).toEqual([]);
    await weak.fail("STALLED");
    expect(weak.changes).toEqual(["unavailable"]);
    const full = setUp();
    await full.fail("HUB_DISK_FULL");
    expect(full.changes).toEqual(["unavailable"]);
  });

  test("a refusal is an answer: the far end is there", async () => {
    const { fail, changes } = setUp();
    for (let times = 0; times < 20; times++) await fail("VALIDATION_FAILED");
    expect(changes).toEqual([]);
  });

  test("learns nothing from work that found nothing left to ask, and the next caller tries", async () => {
    const weak = setUp();
    for (let times = 0; times < 4; times++) await weak.fail("HUB_UNAVAILABLE");
    await weak.gate.run(async () => notAsked, signal);
    await weak.fail("HUB_UNAVAILABLE");
    expect(weak.changes).toEqual(["unavailable"]);
    await weak.clock.advance(600_000);
    const trials: boolean[] = [];
    const idle = (trial: boolean) => {
      trials.push(trial);
      return Promise.resolve(notAsked);
    };
    await weak.gate.run(idle, signal);
    expect(weak.gate.state().kind).toBe("closed");
    await weak.gate.run(async (trial) => trials.push(trial), signal);
    expect(trials).toEqual([true, true]);
    expect(weak.changes).toEqual(["unavailable", "open"]);
  });

  test("lets one caller try while the others wait, and all through when it is back", async () => {
    const { clock, gate, fail, changes } = setUp();
    await fail("HUB_OFFLINE");
    let tries = 0;
    let back = false;
    const call = async () => {
      for (;;) {
        try {
          return await gate.run(async () => {
            tries += 1;
            if (!back) throw new LandfallError("HUB_OFFLINE");
            return "delivered";
          }, signal);
        } catch {
          // The gate decides when it goes on.
        }
      }
    };
    const calls = Promise.all(Array.from({ length: 50 }, call));
    await clock.advance(60_000);
    expect(tries).toBeLessThan(8);
    back = true;
    expect(await clock.until(calls)).toEqual(Array(50).fill("delivered"));
    expect(changes.at(-1)).toBe("open");
  });

  test("what was sent before it closed and arrives after it opens it", async () => {
    const { gate, fail, changes } = setUp();
    const slow = Promise.withResolvers<string>();
    const early = gate.run(() => slow.promise, signal);
    await fail("HUB_OFFLINE");
    slow.resolve("arrived");
    await early;
    expect(changes).toEqual(["offline", "open"]);
  });

  test("a caller that gives up leaves the place to another", async () => {
    const { clock, gate, fail } = setUp();
    await fail("HUB_OFFLINE");
    const abort = new AbortController();
    const waiting = gate.run(async () => "never", abort.signal);
    abort.abort(new Error("cancelled"));
    await expect(waiting).rejects.toThrow("cancelled");
    expect(await clock.until(gate.run(async () => "through", signal))).toBe("through");
  });
});

test("in-place retries wait as their tier says, and a Retry-After is honoured", async () => {
  const { clock, gate } = setUp();
  const startMs = clock.now();
  const atMs: number[] = [];
  const attempt = () => {
    atMs.push(clock.now() - startMs);
    return gate.run(
      () => Promise.reject(new LandfallError("CONNECTION_LOST", atMs.length === 2 ? { retryAfterMs: 60_000 } : {})),
      signal,
    );
  };
  const outcome = clock.until(withRetry(attempt, { clock, random: () => 0.5, signal, tier: "blobUpload", gate }));
  await expect(outcome).rejects.toMatchObject({ code: "CONNECTION_LOST" });
  expect(atMs).toEqual([0, 5_000, 65_000, 85_000]);
});
