/**
 * The real engine over a clock, a network, a hub and a disk that do their worst. The model is small: the set of approved
 * images against the set that the hub has verified.
 */
import { type EncounterValues, type ErrorCode, LandfallError, type Sha256 } from "@landfall/protocol";
import { createEngine, type Engine, type RunHandle, type RunRecord, stepImage } from "../../src/index.ts";
import { type FakeClock, fakeClock } from "../fakes/clock.ts";
import { type FakeHub, fakeHub } from "../fakes/hub.ts";
import { encounter, type FakeEncounter, type FakeImage, image, withTransfers } from "../fakes/photographs.ts";
import { type Season, season } from "../fakes/season.ts";

export type Command =
  | { readonly do: "sync" | "retry" | "pause" | "resume" | "cancel" | "kill" | "wake" }
  | { readonly do: "wait"; readonly ms: number }
  /** From now on each call fails, or loses its reply, with this chance out of 8; 0 heals. */
  | { readonly do: "network"; readonly code: ErrorCode; readonly outOf8: number; readonly acted: boolean }
  /** The hub's store forgets: blobs that were acknowledged, or blocks that were staged. */
  | { readonly do: "forget"; readonly what: "blob" | "blocks"; readonly index: number }
  /** A person changes what was approved, and approves it again. */
  | {
      readonly do: "correct";
      readonly how: "edit" | "split" | "merge" | "move" | "leaveOut";
      readonly index: number;
      readonly other: number;
    }
  /** A file of the season is away, altered, unreadable; or back. */
  | { readonly do: "file"; readonly index: number; readonly code: ErrorCode | null };

export interface World {
  readonly hub: FakeHub;
  readonly encounters: readonly FakeEncounter[];
  /** Every record a run has had, in order. */
  readonly history: readonly RunRecord[];
  /** Images by SHA-256, of any time. */
  readonly everApproved: ReadonlySet<string>;
  readonly step: (command: Command) => Promise<void>;
  /** Everything is mended and one more sync runs to its end. */
  readonly heal: () => Promise<void>;
  /** What must be true at any instant; throws when it is not. */
  readonly check: () => void;
}

const mebibyte = 2 ** 20;

/** Three encounters, two of them of one day, place and photographer; one photograph is in two; one is large. */
function approved(): FakeEncounter[] {
  const first = encounter({}, ["a0", "a1", "a2", "shared"]);
  const second = encounter({}, ["b0", "b1"]);
  const third = encounter({ locality: "Active Pass" }, ["c0", "shared"]);
  third.images.push(image("large", 20 * mebibyte));
  return [first, second, third];
}

/** A small generator of its own, so that one seed is one history. */
function generator(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Puts an image into another encounter, as the station does: of two that are the same photograph one is left. */
function place(image: FakeImage, to: FakeEncounter): void {
  const twin = to.images.find(({ sha256 }) => sha256 === image.sha256);
  const isLive = twin?.record.state === "skipped" && image.record.state !== "skipped";
  const gone = isLive ? twin : image;
  if (!twin) to.images.push(image);
  else {
    if (isLive) to.images[to.images.indexOf(twin)] = image;
    if (gone.hubEncounter && image.hubEncounter !== twin.hubEncounter)
      to.strays.push({ sha256: gone.sha256, hubEncounter: gone.hubEncounter });
  }
}

/** Also taken away again, as an undo does. */
const nextLicense = (now: EncounterValues["license"]): EncounterValues["license"] =>
  now === "public" ? null : now === null ? "attribution" : "public";

/** What a person does, and approves at once. Two encounters are kept at least, and each has an image. */
function correct(encounters: FakeEncounter[], { how, index, other }: Extract<Command, { do: "correct" }>): void {
  const of = encounters[index % encounters.length] as FakeEncounter;
  const to = encounters[other % encounters.length] as FakeEncounter;
  const image = of.images[other % of.images.length] as FakeImage;
  const takeFrom = () => of.images.splice(of.images.indexOf(image), 1);
  switch (how) {
    case "edit":
      of.values = { ...of.values, license: nextLicense(of.values.license) };
      return;
    case "leaveOut":
      image.record = stepImage(image.record, { type: image.record.state === "skipped" ? "unskipped" : "skipped" });
      return;
    case "split": {
      if (of.images.length < 2) return;
      takeFrom();
      encounters.push({ ...encounter(of.values, []), answer: { choice: "apart" }, images: [image] });
      return;
    }
    case "move":
      if (of === to || of.images.length < 2) return;
      takeFrom();
      place(image, to);
      return;
    case "merge": {
      if (of === to || encounters.length < 3) return;
      const [kept, gone] = of.hubEncounterId || !to.hubEncounterId ? [of, to] : [to, of];
      encounters.splice(encounters.indexOf(gone), 1);
      for (const each of gone.images) place(each, kept);
      kept.strays.push(...gone.strays);
    }
  }
}

export function createWorld(seed: number): World {
  const random = generator(seed);
  const clock: FakeClock = fakeClock();
  const hub = fakeHub();
  const encounters = approved();
  const station: Season = season(clock, hub, encounters);
  Object.assign(station.ports, { random });
  /** The images of the beginning, by which commands name them; corrections may make one of two. */
  const images = encounters.flatMap((one) => one.images);
  let engine: Engine = createEngine(station.ports, { settings: withTransfers(2), onStatus: () => {} });
  let run: RunHandle | undefined;

  const start = (kind: "sync" | "retry") => {
    const over = run && ["done", "cancelled", "failed"].includes(station.runs.get(run.task.run)?.state ?? "running");
    if (!run || over) run = engine.start(station.task(kind));
    else run.wake();
  };
  const kill = async () => {
    const unfinished = run;
    await engine.stop(0);
    engine = createEngine(station.ports, { settings: withTransfers(2), onStatus: () => {} });
    const state = unfinished && station.runs.get(unfinished.task.run)?.state;
    if (unfinished && (state === undefined || state === "running" || state === "paused"))
      run = engine.start(unfinished.task);
  };
  const network = (code: ErrorCode, outOf8: number, acted: boolean) => {
    // Only the blob store refuses a link, and only the hub a key.
    const concerns = (call: string) =>
      code === "SAS_REFUSED" || code === "BLOB_CORRUPTED"
        ? ["put", "block", "blocklist"].includes(call)
        : code !== "KEY_INVALID" || !["put", "block", "blocklist"].includes(call);
    const roll = (call: string) => (concerns(call) && random() * 8 < outOf8 ? new LandfallError(code) : undefined);
    hub.fault = acted ? () => undefined : roll;
    hub.lostReply = acted ? roll : () => undefined;
  };
  const retryAll = () => {
    for (const one of encounters.flatMap((each) => each.images))
      one.record = stepImage(one.record, { type: "retried" });
  };

  const step = async (command: Command): Promise<void> => {
    switch (command.do) {
      case "sync":
        return start("sync");
      case "retry":
        retryAll();
        return start("retry");
      case "pause":
        return run?.pause();
      case "resume":
        return run?.resume();
      case "cancel":
        return run?.cancel();
      case "wake":
        return run?.wake();
      case "kill":
        return kill();
      case "wait":
        return clock.advance(command.ms);
      case "network":
        return network(command.code, command.outOf8, command.acted);
      case "forget": {
        const sha256 = images[command.index % images.length]?.sha256 as Sha256;
        if (command.what === "blocks") hub.staged.delete(sha256);
        else hub.blobs.delete(sha256);
        return;
      }
      case "correct":
        return correct(encounters, command);
      case "file": {
        const sha256 = images[command.index % images.length]?.sha256 as Sha256;
        if (command.code === null) station.faults.delete(sha256);
        else station.faults.set(sha256, new LandfallError(command.code));
      }
    }
  };

  return {
    hub,
    encounters,
    history: station.history,
    everApproved: new Set(images.map(({ sha256 }) => sha256)),
    step,
    check: () => {
      const ids = encounters.flatMap(({ hubEncounterId, images: own }) =>
        hubEncounterId && own.some(({ record }) => record.state !== "skipped") ? [hubEncounterId] : [],
      );
      if (new Set(ids).size !== ids.length) throw new Error("two encounters of the manifest are one on the hub");
      for (const one of encounters) {
        for (const { record, sha256, text } of one.images) {
          if (record.state === "complete" && ![...hub.held.values()].some((held) => held.has(sha256)))
            throw new Error(`${text} is complete and was never verified`);
        }
      }
    },
    heal: async () => {
      network("HUB_OFFLINE", 0, false);
      station.faults.clear();
      run?.resume();
      run?.wake();
      // The first sync finds what the hub has lost, and asks; what had failed is asked for by a person, who also says of what
      // is not certain that it is another encounter.
      for (const _ of [1, 2, 3]) {
        retryAll();
        start("sync");
        if (run) await clock.until(run.done);
        for (const of of encounters) if (station.questions.has(of.id)) of.answer ??= { choice: "apart" };
      }
    },
  };
}
