/** Histories of commands, and what must be true at the end of each. */
import type { ErrorCode } from "@landfall/protocol";
import fc from "fast-check";
import { type Command, createWorld, type World } from "./world.ts";

const networkCodes: ErrorCode[] = [
  "HUB_OFFLINE",
  "HUB_UNAVAILABLE",
  "CONNECTION_LOST",
  "STALLED",
  "NOT_THE_HUB",
  "RATE_LIMITED",
  "KEY_INVALID",
  "SAS_REFUSED",
  "BLOB_CORRUPTED",
];
const fileCodes: ErrorCode[] = ["FILE_MISSING", "FILE_CHANGED", "FILE_UNREADABLE", "SOURCE_AWAY"];

export const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<Command>({ do: "sync" }, { do: "retry" }, { do: "kill" }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Command>({ do: "pause" }, { do: "resume" }, { do: "cancel" }, { do: "wake" }),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(1, 50, 3_000, 30_000, 90_000, 3_600_000).map((ms): Command => ({ do: "wait", ms })),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({ code: fc.constantFrom(...networkCodes), outOf8: fc.constantFrom(0, 0, 1, 3, 8), acted: fc.boolean() })
      .map((what): Command => ({ do: "network", ...what })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ what: fc.constantFrom("blob" as const, "blocks" as const), index: fc.nat(20) })
      .map((what): Command => ({ do: "forget", ...what })),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({
        how: fc.constantFrom("edit" as const, "split" as const, "merge" as const, "move" as const, "leaveOut" as const),
        index: fc.nat(20),
        other: fc.nat(20),
      })
      .map((what): Command => ({ do: "correct", ...what })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ index: fc.nat(20), code: fc.constantFrom(null, ...fileCodes) })
      .map((what): Command => ({ do: "file", ...what })),
  },
);

async function live(seed: number, commands: readonly Command[]): Promise<void> {
  const world = createWorld(seed);
  for (const each of commands) {
    await world.step(each);
    world.check();
  }
  await world.heal();
  world.check();
  // What the network kept from being corrected is told of by how the run ends.
  for (const run of world.history)
    if (run.state === "failed" && !networkCodes.includes(run.error.code))
      throw new Error(`a run failed: ${run.error.code} ${run.error.detail}`);
  const approved = world.encounters.map((one) => ({
    ...one,
    images: one.images.filter(({ record }) => record.state !== "skipped"),
  }));
  const left = approved.flatMap(({ images }) => images.filter(({ record }) => record.state !== "complete"));
  if (left.length > 0)
    throw new Error(`not delivered: ${left.map(({ text, record }) => `${text} ${record.state}`).join(", ")}`);
  checkHub(world, approved);
}

/** What the hub has is what is approved: each encounter once, with its values and its images, and no others. */
function checkHub({ hub, everApproved }: World, approved: World["encounters"]): void {
  const onHub = [...hub.encounters.values()].filter(({ id, mergedInto }) => !mergedInto && hub.items.get(id)?.size);
  const delivered = approved.filter(({ images }) => images.length > 0);
  if (onHub.length !== delivered.length)
    throw new Error(`${onHub.length} encounters on the hub for ${delivered.length} approved ones`);
  for (const { hubEncounterId, images, values } of delivered) {
    const there = hubEncounterId && hub.encounters.get(hubEncounterId);
    if (!there) throw new Error("an approved encounter is not on the hub");
    const wanted = images.map(({ sha256 }) => sha256).sort();
    const items = [...(hub.items.get(there.id) ?? [])].sort();
    if (items.join() !== wanted.join()) throw new Error(`the hub has ${items.length} images for ${wanted.length}`);
    if (JSON.stringify(there.values) !== JSON.stringify(values)) throw new Error("the hub has other values");
    for (const sha256 of wanted) if (!hub.blobs.has(sha256)) throw new Error(`the hub lacks ${sha256}`);
  }
  for (const sha256 of hub.blobs.keys())
    if (!everApproved.has(sha256)) throw new Error("the hub holds blobs that nobody approved");
}

export interface ModelOptions {
  readonly runs: number;
  readonly seed: number;
}

/** Histories that broke it once, run before the random ones. */
const once: [number, Command[]][] = [
  [
    0,
    [
      { do: "sync" },
      { do: "correct", how: "split", index: 4, other: 0 },
      { do: "wait", ms: 1 },
      // An image on its way to an encounter that is merged away is left out: nothing names that encounter any more.
      { do: "correct", how: "merge", index: 10, other: 5 },
      { do: "correct", how: "leaveOut", index: 4, other: 15 },
      { do: "kill" },
    ],
  ],
  [
    0,
    [
      { do: "sync" },
      { do: "wait", ms: 1 },
      { do: "correct", how: "merge", index: 4, other: 0 },
      { do: "kill" },
      { do: "network", code: "HUB_OFFLINE", outOf8: 3, acted: false },
      { do: "wait", ms: 1 },
      // A person moves an image on while the run that moves it with its former encounter waits for the hub.
      { do: "correct", how: "move", index: 0, other: 3 },
      { do: "wait", ms: 30_000 },
    ],
  ],
  [
    0,
    [
      { do: "sync" },
      { do: "wait", ms: 30_000 },
      { do: "sync" },
      { do: "correct", how: "leaveOut", index: 0, other: 5 },
      { do: "file", index: 0, code: null },
      { do: "forget", what: "blob", index: 0 },
      { do: "correct", how: "leaveOut", index: 0, other: 13 },
      { do: "correct", how: "move", index: 0, other: 4 },
      // An image is taken back, and put elsewhere, after the plan was made that withdraws it.
      { do: "correct", how: "split", index: 0, other: 0 },
      { do: "wait", ms: 1 },
    ],
  ],
];

/** Rejects with fast-check's report (seed, path, shortest history) when a history breaks the model. */
export const runModel = ({ runs, seed }: ModelOptions): Promise<void> =>
  fc.assert(fc.asyncProperty(fc.integer(), fc.array(command, { maxLength: 40, size: "max" }), live), {
    numRuns: runs,
    seed,
    endOnFailure: false,
    examples: once,
  });
