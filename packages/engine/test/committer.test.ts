import { expect, test } from "vitest";
import { createCommitter } from "../src/flow/committer.ts";
import { fakeClock } from "./fakes/clock.ts";

function setUp(members: number) {
  const clock = fakeClock();
  const run = new AbortController();
  const commits: string[][] = [];
  const committer = createCommitter<string>({
    members,
    commit: (items) => commits.push(items),
    patience: (over) => clock.sleep(5_000, AbortSignal.any([run.signal, over])),
  });
  return { clock, run, commits, committer };
}

test("images that arrive together are committed together, once nothing travels any more", () => {
  const { commits, committer } = setUp(3);
  for (const name of ["a", "b"]) {
    committer.arrived(name);
    committer.idle();
  }
  expect(commits).toEqual([]);
  committer.idle(); // the third has failed
  expect(commits).toEqual([["a", "b"]]);
});

test("one that waits for its retry does not keep the others, and follows in a commit of its own", () => {
  const { commits, committer } = setUp(2);
  committer.idle();
  committer.arrived("a");
  committer.idle();
  expect(commits).toEqual([["a"]]);
  committer.busy();
  committer.arrived("late");
  committer.idle();
  expect(commits).toEqual([["a"], ["late"]]);
});

test("on a slow link what has arrived is committed every few seconds, each image once", async () => {
  const { clock, commits, committer } = setUp(4);
  committer.arrived("a");
  committer.idle();
  await clock.advance(4_000);
  committer.arrived("b");
  committer.idle();
  await clock.advance(2_000);
  expect(commits).toEqual([["a", "b"]]);
  committer.arrived("c");
  committer.idle();
  committer.arrived("d");
  committer.idle();
  await clock.advance(60_000);
  expect(commits).toEqual([
    ["a", "b"],
    ["c", "d"],
  ]);
});

test("a run that ends commits nothing more", async () => {
  const { clock, run, commits, committer } = setUp(2);
  committer.arrived("a");
  run.abort(new Error("cancelled"));
  await clock.advance(60_000);
  expect(commits).toEqual([]);
});
