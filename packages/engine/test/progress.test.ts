import type { EncounterId, Sha256 } from "@landfall/protocol";
import { expect, test } from "vitest";
import { createProgress } from "../src/index.ts";
import { fakeClock } from "./fakes/clock.ts";

test("for how long nothing moves is counted over attempts: what is sent once more is no movement", async () => {
  const clock = fakeClock();
  const progress = createProgress(clock);
  const still = () => progress.sample().stillMs;
  const [id, sha256] = ["e" as EncounterId, "a" as Sha256];
  await clock.advance(30_000);
  progress.started(id, sha256, 1e9);
  expect(still()).toBeNull();
  progress.sent(id, sha256, 1_000);
  await clock.advance(60_000);
  expect(still()).toBe(60_000);
  progress.ended(id, sha256);
  expect(still()).toBeNull();
  await clock.advance(5_000);
  progress.started(id, sha256, 1e9);
  progress.sent(id, sha256, 900);
  await clock.advance(5_000);
  expect(still()).toBe(70_000);
  progress.sent(id, sha256, 1_100);
  await clock.advance(5_000);
  expect(still()).toBe(5_000);
});
