import { expect, test } from "vitest";
import { resentBeyondInFlight } from "./journal.ts";

const journal = (...lines: string[]) => resentBeyondInFlight(`${lines.join("\n")}\n`);

test("a PUT without an answer was in flight, and may be sent again", () => {
  expect(journal("put /b 10 ", "put /b 10", "stored /b 10")).toBe(0);
  expect(journal("put /b 10", "killed - 0", "put /b 10", "stored /b 10")).toBe(0);
});

test("a blob that was acknowledged is not sent again, whoever died", () => {
  expect(journal("put /b 10", "stored /b 10", "put /b 10")).toBe(10);
  expect(journal("put /b 10", "stored /b 10", "killed - 0", "put /b 10")).toBe(10);
});

test("a block may be sent again where its station died before it could note it, and only the latest", () => {
  expect(journal("put /b#1 5", "stored /b#1 5", "killed - 0", "put /b#1 5")).toBe(0);
  expect(journal("put /b#1 5", "stored /b#1 5", "put /b#1 5")).toBe(5);
  expect(journal("put /b#1 5", "stored /b#1 5", "put /b#2 5", "stored /b#2 5", "killed - 0", "put /b#1 5")).toBe(5);
});
