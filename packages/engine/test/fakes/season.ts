/** A station in memory, for timelines: its ledger, and the ports of an engine on it. */
import { randomUUID } from "node:crypto";
import {
  type EncounterId,
  type HubEncounterId,
  type LandfallError,
  type ManifestId,
  noImages,
  type PopulationId,
  type RunId,
  type Sha256,
} from "@landfall/protocol";
import {
  type AcknowledgedBlocks,
  type Budget,
  deriveSync,
  type EnginePorts,
  isDue,
  type Ledger,
  newRun,
  type OnHub,
  type RunRecord,
  type RunTask,
  type SyncImage,
  stepImage,
  stepRun,
} from "../../src/index.ts";
import { ratingOf } from "../../src/run/order.ts";
import type { FakeClock } from "./clock.ts";
import type { FakeHub } from "./hub.ts";
import { encounter, type FakeEncounter, type FakeImage } from "./photographs.ts";

export interface Season {
  readonly ports: EnginePorts;
  readonly task: (kind?: RunTask["kind"]) => RunTask;
  readonly runs: Map<RunId, RunRecord>;
  /** Every record a run has had, in order. */
  readonly history: RunRecord[];
  readonly marks: { bytesSent: number; alreadyThere: number };
  readonly elsewhere: Set<HubEncounterId>;
  /** Those that the hub has not been told of. */
  readonly photographers: Set<string>;
  /** Encounters about which the plan has asked a person. */
  readonly questions: Set<EncounterId>;
  /** Files that are not there. */
  readonly faults: Map<Sha256, LandfallError>;
  /** What its runs may spend. */
  readonly limits: { budget: Budget | null };
  /** When the hub was last found to be put back to an earlier state. */
  readonly back: { ms: number | null };
  readonly sync: (encounter: FakeEncounter) => ReturnType<typeof deriveSync>;
  readonly states: () => string[];
}

const isSame = (a: Pick<SyncImage, "sha256" | "hubEncounter">, b: OnHub): boolean =>
  a.sha256 === b.sha256 && a.hubEncounter === b.hubEncounter;

const isNoted = ({ images, strays }: FakeEncounter, sha256: Sha256, hubEncounter: HubEncounterId): boolean =>
  [...images, ...strays].some((one) => isSame(one, { sha256, hubEncounter }));

/** Notes where the hub has it; where it was noted before becomes a stray. */
function placeAt(of: FakeEncounter, one: FakeImage, hubEncounter: HubEncounterId): void {
  const { sha256, hubEncounter: before } = one;
  of.strays = of.strays.filter((stray) => !isSame(stray, { sha256, hubEncounter }));
  if (before && before !== hubEncounter && !of.strays.some((stray) => isSame(stray, { sha256, hubEncounter: before })))
    of.strays.push({ sha256, hubEncounter: before });
  one.hubEncounter = hubEncounter;
}

/** A station with one manifest of these encounters, all approved. */
export function season(clock: FakeClock, hub: FakeHub, encounters: readonly FakeEncounter[]): Season {
  /** One that is no more has no images, and what is noted of it nobody sees. */
  const find = (id: EncounterId) => encounters.find((one) => one.id === id) ?? encounter({}, []);
  const runs = new Map<RunId, RunRecord>();
  const history: RunRecord[] = [];
  const marks = { bytesSent: 0, alreadyThere: 0 };
  const faults = new Map<Sha256, LandfallError>();
  const questions = new Set<EncounterId>();
  const limits: { budget: Budget | null } = { budget: null };
  const back: Season["back"] = { ms: null };
  const elsewhere = new Set<HubEncounterId>();
  const photographers = new Set<string>();
  const blocks = new Map<string, AcknowledgedBlocks>();
  const ledger: Ledger = {
    encounters: () => [...encounters],
    proposed: () => [...encounters],
    rivals: () => [],
    takenBy: () =>
      new Map(encounters.flatMap(({ id, hubEncounterId }) => (hubEncounterId ? [[hubEncounterId, id] as const] : []))),
    images: (id) => find(id).images.map((one) => ({ ...one })),
    dueEncounters: (_, nowMs) =>
      encounters.filter(({ images }) => images.some(({ record }) => isDue(record, nowMs))).map(({ id }) => id),
    chosen: () => [],
    ratings: () => new Map(encounters.map(({ id, images }) => [id, [...new Set(images.map(ratingOf))]])),
    nextDueMs: () => {
      const waiting = encounters.flatMap(({ images }) =>
        images.flatMap(({ record }) => (record.state === "waiting" ? [record.dueAtMs] : [])),
      );
      return waiting.length > 0 ? Math.min(...waiting) : null;
    },
    sources: (_, sha256) => [{ path: Buffer.from(sha256), root: Buffer.from("/"), text: sha256 }],
    seenThere: () => {},
    wentBackMs: () => back.ms,
    asked: (ids) => {
      for (const id of ids) questions.add(id);
    },
    boundElsewhere: (_, ids) => new Set(ids.filter((id) => elsewhere.has(id))),
    bind: (id, hubEncounter, delivered) => {
      Object.assign(find(id), { hubEncounterId: hubEncounter, delivered });
    },
    opening: (id, hubEncounter, images) => {
      const of = find(id);
      const still = of.images.filter(({ sha256, record }) => images.includes(sha256) && record.state !== "skipped");
      for (const one of still) {
        placeAt(of, one, hubEncounter);
        one.told = one.facts;
      }
      return new Map(still.map(({ sha256, facts }) => [sha256, facts]));
    },
    moving: (id, from, to, images) => {
      const of = find(id);
      const still = of.images.filter(
        ({ sha256, record }) => images.includes(sha256) && record.state !== "skipped" && isNoted(of, sha256, from),
      );
      for (const one of still) placeAt(of, one, to);
      return still.map(({ sha256 }) => sha256);
    },
    leaving: (id, from, images) => {
      const isWanted = (sha256: Sha256) =>
        encounters.some((one) =>
          one.images.some(
            (own) =>
              own.sha256 === sha256 &&
              own.record.state !== "skipped" &&
              (one.id === id || own.hubEncounter === from || one.hubEncounterId === from),
          ),
        );
      return images.filter((sha256) => isNoted(find(id), sha256, from) && !isWanted(sha256));
    },
    bound: () => new Set(encounters.flatMap(({ hubEncounterId }) => hubEncounterId ?? [])),
    ownThere: (_, images) =>
      images.filter(({ sha256, hubEncounter }) =>
        encounters.some(
          (one) =>
            isNoted(one, sha256, hubEncounter) ||
            (one.hubEncounterId === hubEncounter && one.images.some((image) => image.sha256 === sha256)),
        ),
      ),
    keptThere: (_, images) =>
      images.filter(({ sha256, hubEncounter }) =>
        encounters.some(
          (one) =>
            one.hubEncounterId === hubEncounter &&
            one.images.some((image) => image.sha256 === sha256 && image.record.state !== "skipped"),
        ),
      ),
    wantedThere: (_, images) =>
      images.filter(({ sha256, hubEncounter }) =>
        encounters.some((one) =>
          one.images.some(
            (own) =>
              own.sha256 === sha256 &&
              own.record.state !== "skipped" &&
              (own.hubEncounter === hubEncounter || one.hubEncounterId === hubEncounter),
          ),
        ),
      ),
    strays: (id) => find(id).strays,
    strayEncounters: () =>
      encounters
        .filter(({ images, strays }) =>
          strays.some((stray) =>
            images.some(({ sha256, record }) => sha256 === stray.sha256 && record.state === "complete"),
          ),
        )
        .map(({ id }) => id),
    namesDue: (_, kind) => (kind === "photographer" ? [...photographers] : []),
    named: (_, __, items) => {
      for (const { name } of items) photographers.delete(name);
    },
    corrected: (id, note) => {
      const of = find(id);
      if (note.taken) Object.assign(of, { values: { ...of.values, ...note.taken } });
      if (note.delivered) of.delivered = note.delivered;
      for (const one of of.images) if (note.placed?.images.includes(one.sha256)) placeAt(of, one, note.placed.hub);
      for (const gone of note.forgotten ?? []) {
        for (const one of of.images) if (isSame(one, gone)) one.hubEncounter = null;
        of.strays = of.strays.filter((stray) => !isSame(stray, gone));
        for (const { hubEncounterId, images, strays } of encounters)
          for (const one of images)
            if (hubEncounterId === gone.hubEncounter && one.sha256 === gone.sha256 && one.record.state !== "skipped")
              if (!isSame(one, gone) && !strays.some((stray) => isSame(stray, gone))) strays.push(gone);
      }
      for (const { sha256, facts } of note.told ?? [])
        for (const one of of.images) if (one.sha256 === sha256) one.told = facts;
    },
    together: (work) => work(),
    applyImages: (id, changes, mark) => {
      marks.bytesSent += mark.bytesSent ?? 0;
      for (const { sha256, event } of changes) {
        const one = find(id).images.find((candidate) => candidate.sha256 === sha256);
        if (!one) continue;
        const next = stepImage(one.record, event);
        if (next !== one.record && mark.alreadyThere) marks.alreadyThere += 1;
        one.record = next;
      }
    },
    blocks: (id, sha256) => blocks.get(`${id}/${sha256}`) ?? null,
    acknowledgeBlock: (id, sha256, of, index, mark) => {
      marks.bytesSent += mark.bytesSent ?? 0;
      const before = blocks.get(`${id}/${sha256}`);
      const kept = before?.target === of.target && before.blockBytes === of.blockBytes ? before.indexes : [];
      blocks.set(`${id}/${sha256}`, { ...of, indexes: new Set([...kept, index]) });
    },
    forgetBlocks: (id, sha256) => {
      blocks.delete(`${id}/${sha256}`);
    },
    queue: () => [...runs.keys()],
    budget: () => limits.budget,
    spend: (_, { bytes, ms }) => {
      const { budget } = limits;
      marks.bytesSent += bytes;
      limits.budget = budget && { ...budget, spentBytes: budget.spentBytes + bytes, spentMs: budget.spentMs + ms };
      return limits.budget;
    },
    run: (id) => runs.get(id) ?? newRun,
    applyRun: (id, event) => {
      const next = stepRun(runs.get(id) ?? newRun, event);
      if (next !== runs.get(id)) history.push(next);
      runs.set(id, next);
      return next;
    },
  };
  return {
    ports: {
      ledger,
      hub: () => hub.client,
      putBlob: hub.putBlob,
      putBlock: hub.putBlock,
      putBlockList: hub.putBlockList,
      preconnect: () => {},
      readSource: async (files, expected) => {
        const error = faults.get(expected.sha256);
        if (error) throw error;
        return {
          bytes: expected.bytes,
          md5: expected.md5,
          open: () => Buffer.from([...files][0]?.text ?? ""),
          slice: async (_, length) => new Uint8Array(length),
          prove: async () => {},
        };
      },
      linkSource: async (source) => {
        hub.calls.push(`link ${source.name}`);
        return "sp=r&sig=x";
      },
      clock,
      random: () => 0.5,
      progress: { encounter: () => {}, started: () => {}, sent: () => {}, ended: () => {} },
    },
    task: (kind = "sync") => ({
      run: randomUUID() as RunId,
      manifest: randomUUID() as ManifestId,
      population: randomUUID() as PopulationId,
      kind,
      startedAtMs: clock.now(),
    }),
    runs,
    history,
    marks,
    elsewhere,
    photographers,
    questions,
    faults,
    limits,
    back,
    sync: (one) => {
      const counts = { ...noImages };
      for (const { record } of one.images) counts[record.state] += 1;
      return deriveSync(counts);
    },
    states: () => encounters.flatMap(({ images }) => images.map(({ record }) => record.state)),
  };
}
