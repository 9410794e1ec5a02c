import { expect, test } from "vitest";
import { createAnswers, hasRoom } from "../src/flow/answers.ts";
import { answersAhead } from "../src/policy.ts";
import { fakeClock } from "./fakes/clock.ts";

const image = 200_000;
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** How many answers may be awaited while other bodies travel, at this speed. */
function ahead(bytesPerSecond: number | null, bytes = image): number {
  let bodies = 0;
  while (hasRoom({ bodies, bytes: bodies * bytes }, bytes, bytesPerSecond)) bodies += 1;
  return bodies;
}

test("a slow link has little in its buffers, and a fast one is never idle for a round trip", () => {
  expect([32_000, 125_000, 250_000, 2_500_000].map((speed) => ahead(speed))).toEqual([0, 1, 2, answersAhead]);
  expect(ahead(null)).toBe(5);
  expect(ahead(250_000, 8_000_000)).toBe(0);
});

test("a body that has left makes room at once, and where there is none, when an answer comes", async () => {
  const answers = createAnswers(fakeClock());
  const sent = Array.from({ length: 6 }, () => Promise.withResolvers<void>());
  const gone: number[] = [];
  for (const [at, { promise }] of sent.entries()) void answers.mayFollow(image, promise).then(() => gone.push(at));
  await turn();
  expect(gone).toEqual([0, 1, 2, 3, 4]);
  sent[2]?.resolve();
  await turn();
  expect(gone).toEqual([0, 1, 2, 3, 4, 5]);
  const none = answers.none();
  for (const { resolve } of sent) resolve();
  await none;
});

test("an answer that never comes well gives its room back, too", async () => {
  const answers = createAnswers(fakeClock());
  const lost = Promise.reject(new Error("lost"));
  await answers.mayFollow(2 ** 30, lost);
  await answers.none();
});
