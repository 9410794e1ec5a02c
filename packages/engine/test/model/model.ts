/** Histories of commands, and what must be true at the end of each. */
import type { ErrorCode } from "@landfall/protocol";
import fc from "fast-check";
import { type Command, createWorld } from "./world.ts";

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
  const left = world.encounters.flatMap(({ images }) => images.filter(({ record }) => record.state !== "complete"));
  if (left.length > 0)
    throw new Error(`not delivered: ${left.map(({ text, record }) => `${text} ${record.state}`).join(", ")}`);
  if (world.hub.encounters.size !== world.encounters.length) {
    throw new Error(`${world.hub.encounters.size} encounters on the hub for ${world.encounters.length} approved ones`);
  }
  const shas = new Set(world.encounters.flatMap(({ images }) => images.map(({ sha256 }) => sha256)));
  for (const sha256 of shas) if (!world.hub.blobs.has(sha256)) throw new Error(`the hub lacks ${sha256}`);
  if (world.hub.blobs.size !== shas.size) throw new Error("the hub holds blobs that nobody approved");
}

export interface ModelOptions {
  readonly runs: number;
  readonly seed: number;
}

/** Rejects with fast-check's report (seed, path, shortest history) when a history breaks the model. */
export const runModel = ({ runs, seed }: ModelOptions): Promise<void> =>
  fc.assert(fc.asyncProperty(fc.integer(), fc.array(command, { maxLength: 40, size: "max" }), live), {
    numRuns: runs,
    seed,
    endOnFailure: false,
  });
