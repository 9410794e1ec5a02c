/** A ledger, a hub and its blob store in memory, small enough to be seen through, for timelines. */
import { createHash, randomUUID } from "node:crypto";
import {
  defaultSettings,
  describedBy,
  type EncounterId,
  type EncounterValues,
  emptyValues,
  type HubEncounter,
  type HubEncounterId,
  IdempotencyKey,
  type ImageFacts,
  idempotencyText,
  imageFactNames,
  LandfallError,
  type ManifestId,
  type Md5,
  matchKey,
  noFacts,
  noImages,
  type PopulationId,
  type RunId,
  type Sha256,
  type StationSettings,
  type UploadSessionId,
} from "@landfall/protocol";
import {
  type AcknowledgedBlocks,
  type Budget,
  deriveSync,
  type EnginePorts,
  type FarImage,
  type HubClient,
  type ImageRecord,
  isDue,
  type Ledger,
  newImage,
  newRun,
  type OnHub,
  type OwnImage,
  type PutBlob,
  type PutBlock,
  type PutBlockList,
  type RunRecord,
  type RunTask,
  type SyncEncounter,
  type SyncImage,
  stepImage,
  stepRun,
} from "../../src/index.ts";
import { ratingOf } from "../../src/run/order.ts";
import type { FakeClock } from "./clock.ts";

export const withTransfers = (transfers: number): StationSettings => ({ ...defaultSettings, transfers });

const hex = (algorithm: string, text: string) => createHash(algorithm).update(text).digest("hex");

type Writable = "record" | "hubEncounter" | "leftOut" | "facts" | "told";
export type FakeImage = (Omit<OwnImage, Writable> | Omit<FarImage, Writable>) & {
  readonly text: string;
  record: ImageRecord;
  hubEncounter: SyncImage["hubEncounter"];
  leftOut: string | null;
  facts: ImageFacts;
  told: ImageFacts | null;
};
export type FakeEncounter = { -readonly [K in keyof SyncEncounter]: SyncEncounter[K] } & {
  images: FakeImage[];
  strays: OnHub[];
};

export const image = (text: string, bytes = Buffer.byteLength(text)): FakeImage => ({
  text,
  sha256: hex("sha256", text) as Sha256,
  md5: hex("md5", text) as Md5,
  bytes,
  mediaType: "image/jpeg",
  fileName: `${text}.jpg`,
  capturedAt: null,
  rating: null,
  facts: noFacts,
  told: null,
  hasPreview: true,
  hashed: null,
  record: newImage,
  hubEncounter: null,
  leftOut: null,
});

/** One that lies in somebody's container, which states no MD5. */
export const farImage = (text: string): FakeImage => ({
  ...image(text),
  md5: null,
  source: { account: "acme", container: "season", name: `${text}.jpg`, etag: "0x1" },
});

export const encounter = (values: Partial<EncounterValues>, texts: readonly string[]): FakeEncounter => ({
  id: randomUUID() as EncounterId,
  eventID: randomUUID() as SyncEncounter["eventID"],
  encounterNumber: null,
  values: { ...emptyValues, eventDate: "2024-07-15", locality: "Haro Strait", recordedBy: "BW", ...values },
  emptied: [],
  hubEncounterId: null,
  answer: null,
  delivered: null,
  strays: [],
  images: texts.map((text) => image(text)),
});

export interface FakeHub {
  readonly client: HubClient;
  readonly encounters: Map<HubEncounterId, HubEncounter & { eventIDs: Set<string>; keys: Set<string> }>;
  /** Bytes by SHA-256, as the blob store holds them. */
  readonly blobs: Map<string, string>;
  readonly putBlob: PutBlob;
  readonly putBlock: PutBlock;
  readonly putBlockList: PutBlockList;
  /** Blocks staged for each image, in order of arrival. */
  readonly staged: Map<string, string[]>;
  /** Every call, in order. */
  readonly calls: string[];
  /** Thrown before a call is answered. */
  fault: (call: string, sha256?: Sha256) => LandfallError | undefined;
  /** Thrown after it was acted upon: the reply is lost. */
  lostReply: (call: string, sha256?: Sha256) => LandfallError | undefined;
  /** Images of each hub encounter, their bytes held or not. */
  readonly items: Map<HubEncounterId, Set<Sha256>>;
  /** What it was told of each image; one that keeps nothing of that says so. */
  readonly facts: Map<Sha256, ImageFacts>;
  keepsFacts: boolean;
  /** Those that each hub encounter holds, verified. */
  readonly held: Map<HubEncounterId, Set<Sha256>>;
  /** Receipts are ready at the second asking. */
  slowReceipts: boolean;
  /** How often a copy answers that it goes on before it is done. */
  slowCopies: number;
}

export function fakeHub(): FakeHub {
  const sessions = new Map<IdempotencyKey, { hub: HubEncounterId; sha256: Sha256; asked: number }>();
  const copies = new Map<string, { readonly sha256: Sha256; asked: number }>();
  const hub: FakeHub = {
    encounters: new Map(),
    blobs: new Map(),
    staged: new Map(),
    items: new Map(),
    held: new Map(),
    facts: new Map(),
    keepsFacts: true,
    calls: [],
    fault: () => undefined,
    lostReply: () => undefined,
    slowReceipts: false,
    slowCopies: 0,
    client: undefined as never,
    putBlob: undefined as never,
    putBlock: undefined as never,
    putBlockList: undefined as never,
  };
  const answer = <I, O>(name: string, work: (input: I) => O) =>
    (async (input: I): Promise<O> => {
      hub.calls.push(name);
      const error = hub.fault(name);
      if (error) throw error;
      const reply = work(input);
      const lost = hub.lostReply(name);
      if (lost) throw lost;
      return reply;
    }) as never;
  const receipt = (sha256: Sha256) => `a.${sha256}.c`;
  const strip = ({
    eventIDs: _,
    keys: __,
    ...encounter
  }: HubEncounter & { eventIDs: Set<string>; keys: Set<string> }) => encounter;
  const all = () => [...hub.encounters.values()];
  const keyOf = (values: EncounterValues, encounterNumber: number | null) =>
    matchKey({
      eventDate: values.eventDate,
      locality: values.locality,
      photographer: values.recordedBy,
      encounterNumber,
    });
  const expectVersion = (of: HubEncounter, ifMatch: string) => {
    if (of.mergedInto || ifMatch !== `"${of.version}"`) throw new LandfallError("VERSION_CONFLICT");
  };
  /** Its file items: also of images whose bytes are still to come. */
  const inEncounter = (id: HubEncounterId): Set<Sha256> => {
    const items = hub.items.get(id) ?? new Set<Sha256>();
    hub.items.set(id, items);
    return items;
  };
  const ensured = ({ body }: Parameters<HubClient["resolvePhotographers"]>[0]) => ({
    items: body.names.map((name) =>
      name === "?"
        ? { name, state: "failed", reason: "nobody" }
        : { name, state: "created", id: randomUUID(), as: name },
    ),
  });
  const client: Record<keyof HubClient, unknown> = {
    health: answer("health", () => ({})),
    resolvePhotographers: answer("resolvePhotographers", ensured),
    ensureIndividuals: answer("ensureIndividuals", ensured),
    match: answer("match", ({ body }: Parameters<HubClient["match"]>[0]) => ({
      ...(hub.keepsFacts && { imageFacts: [...imageFactNames] }),
      matches: body.encounters.map((asked) => {
        const key = matchKey({ ...asked, photographer: asked.recordedBy });
        const byEventID = all().find((one) => one.eventIDs.has(asked.eventID));
        const byMatchKey = all().find((one) => key !== null && one.keys.has(key));
        return {
          eventID: asked.eventID,
          byEventID: byEventID ? strip(byEventID) : null,
          byMatchKey: byMatchKey ? strip(byMatchKey) : null,
        };
      }),
    })),
    known: answer("known", ({ body }: Parameters<HubClient["known"]>[0]) => {
      const images = body.sha256
        .filter((sha256) => hub.blobs.has(sha256))
        .map((sha256) => ({
          sha256,
          verified: true,
          encounters: [...hub.items].flatMap(([id, items]) => (items.has(sha256 as Sha256) ? [id] : [])),
        }));
      const ids = new Set(images.flatMap(({ encounters }) => encounters));
      return {
        images,
        encounters: all()
          .filter(({ id }) => ids.has(id))
          .map(strip),
      };
    }),
    encounter: answer("encounter", ({ params }: Parameters<HubClient["encounter"]>[0]) => {
      const of = hub.encounters.get(params.id as HubEncounterId);
      if (!of) throw new LandfallError("NOT_FOUND");
      return { ...strip(of), items: [] };
    }),
    findOrCreate: answer("findOrCreate", ({ body }: Parameters<HubClient["findOrCreate"]>[0]) => {
      const values = body.values as EncounterValues;
      const key = keyOf(values, body.encounterNumber);
      const found = body.join
        ? hub.encounters.get(body.join as HubEncounterId)
        : all().find((one) => one.eventIDs.has(body.eventID) || (!body.apart && key !== null && one.keys.has(key)));
      if (found) {
        found.eventIDs.add(body.eventID);
        return { encounter: strip(found), created: false, filled: [] };
      }
      const made = {
        id: randomUUID() as HubEncounterId,
        populationId: randomUUID() as PopulationId,
        eventID: body.eventID as SyncEncounter["eventID"],
        encounterNumber: body.encounterNumber,
        values,
        images: 0,
        version: 1,
        createdAt: new Date(0).toISOString(),
        mergedInto: null,
        eventIDs: new Set<string>([body.eventID]),
        keys: new Set(key === null || body.apart ? [] : [key]),
      };
      hub.encounters.set(made.id, made);
      return { encounter: strip(made), created: true, filled: [] };
    }),
    correct: answer("correct", ({ params, headers, body }: Parameters<HubClient["correct"]>[0]) => {
      const of = hub.encounters.get(params.id as HubEncounterId);
      if (!of) throw new LandfallError("NOT_FOUND");
      const values = { ...of.values, ...body } as EncounterValues;
      if (JSON.stringify(values) === JSON.stringify(of.values)) return strip(of);
      expectVersion(of, headers["if-match"]);
      Object.assign(of, { values, version: of.version + 1 });
      const key = keyOf(values, of.encounterNumber);
      if (key !== null) of.keys.add(key);
      return strip(of);
    }),
    moveImages: answer("moveImages", ({ params, headers, body }: Parameters<HubClient["moveImages"]>[0]) => {
      const [from, to] = [params.id, body.to].map((id) => hub.encounters.get(id as HubEncounterId));
      if (!from || !to) throw new LandfallError("NOT_FOUND");
      const here = inEncounter(from.id);
      const there = inEncounter(to.id);
      const images = body.images as Sha256[];
      const absent = images.filter((sha256) => !here.has(sha256) && !there.has(sha256));
      const moving = images.filter((sha256) => here.has(sha256));
      if (moving.length === 0) return { encounter: strip(from), to: strip(to), absent };
      expectVersion(from, headers["if-match"]);
      if (to.mergedInto) throw new LandfallError("VERSION_CONFLICT");
      for (const sha256 of moving) {
        here.delete(sha256);
        there.add(sha256);
        if (hub.held.get(from.id)?.delete(sha256)) hub.held.set(to.id, (hub.held.get(to.id) ?? new Set()).add(sha256));
      }
      for (const one of [from, to]) Object.assign(one, { version: one.version + 1 });
      if (here.size === 0 && body.merge) {
        Object.assign(from, { mergedInto: to.id });
        for (const name of from.eventIDs) to.eventIDs.add(name);
        for (const key of from.keys) to.keys.add(key);
        from.eventIDs.clear();
        from.keys.clear();
      }
      return { encounter: strip(from), to: strip(to), absent };
    }),
    withdrawImages: answer(
      "withdrawImages",
      ({ params, headers, body }: Parameters<HubClient["withdrawImages"]>[0]) => {
        const of = hub.encounters.get(params.id as HubEncounterId);
        if (!of) throw new LandfallError("NOT_FOUND");
        const here = inEncounter(of.id);
        const leaving = (body.images as Sha256[]).filter((sha256) => here.has(sha256));
        if (leaving.length === 0) return { encounter: strip(of), absent: [] };
        expectVersion(of, headers["if-match"]);
        for (const sha256 of leaving) {
          here.delete(sha256);
          hub.held.get(of.id)?.delete(sha256);
        }
        Object.assign(of, { version: of.version + 1 });
        return { encounter: strip(of), absent: [] };
      },
    ),
    describeImages: answer(
      "describeImages",
      ({ params, headers, body }: Parameters<HubClient["describeImages"]>[0]) => {
        const of = hub.encounters.get(params.id as HubEncounterId);
        if (!of) throw new LandfallError("NOT_FOUND");
        const absent = body.images
          .map(({ sha256 }) => sha256 as Sha256)
          .filter((sha256) => !inEncounter(of.id).has(sha256));
        const said = body.images.map(({ sha256, facts }) => {
          const before = hub.facts.get(sha256 as Sha256) ?? noFacts;
          return { sha256: sha256 as Sha256, before, after: describedBy(before, facts) };
        });
        if (said.every(({ before, after }) => JSON.stringify(before) === JSON.stringify(after)))
          return { encounter: strip(of), absent };
        expectVersion(of, headers["if-match"]);
        for (const { sha256, after } of said) hub.facts.set(sha256, after);
        Object.assign(of, { version: of.version + 1 });
        return { encounter: strip(of), absent };
      },
    ),
    openSessions: answer("openSessions", ({ params, body }: Parameters<HubClient["openSessions"]>[0]) => ({
      sessions: body.images.map((one) => {
        const id = params.id as HubEncounterId;
        if (hub.encounters.get(id)?.mergedInto) throw new LandfallError("VERSION_CONFLICT");
        inEncounter(id).add(one.sha256 as Sha256);
        const said = hub.facts.get(one.sha256 as Sha256);
        hub.facts.set(one.sha256 as Sha256, said ?? describedBy(noFacts, one.facts ?? {}));
        const key = one.idempotencyKey as IdempotencyKey;
        if (key !== hex("sha256", idempotencyText(id, one.sha256 as Sha256))) throw new Error("wrong idempotency key");
        const session = sessions.get(key) ?? { hub: id, sha256: one.sha256 as Sha256, asked: 0 };
        sessions.set(key, session);
        const held = hub.held.get(id)?.has(session.sha256) && hub.blobs.has(session.sha256);
        const state = held ? "Complete" : hub.blobs.has(session.sha256) ? "Uploaded" : "Pending";
        const sessionId = randomUUID() as UploadSessionId;
        if (one.source) copies.set(sessionId, { sha256: session.sha256, asked: 0 });
        return {
          id: sessionId,
          idempotencyKey: key,
          state,
          target:
            state === "Pending" && !one.source
              ? {
                  kind: one.transfer ?? "single",
                  url: `http://blobs.example/${one.sha256}`,
                  headers: {},
                  expiresAt: new Date(0).toISOString(),
                }
              : null,
          receipt: held ? receipt(session.sha256) : null,
        };
      }),
    })),
    copy: answer("copy", ({ params }: Parameters<HubClient["copy"]>[0]) => {
      const session = copies.get(params.id);
      if (!session) throw new LandfallError("NOT_FOUND");
      session.asked += 1;
      if (session.asked <= hub.slowCopies) return { state: "Copying" };
      hub.blobs.set(session.sha256, "held");
      return { state: "Uploaded" };
    }),
    commit: answer("commit", ({ body }: Parameters<HubClient["commit"]>[0]) => ({
      images: body.images.map(({ idempotencyKey }) => {
        const key = IdempotencyKey.parse(idempotencyKey);
        const session = sessions.get(key);
        if (!session || !inEncounter(session.hub).has(session.sha256) || !hub.blobs.has(session.sha256))
          return { idempotencyKey: key, state: "Missing", receipt: null };
        session.asked += 1;
        if (hub.slowReceipts && session.asked < 2) return { idempotencyKey: key, state: "Verifying", receipt: null };
        hub.held.set(session.hub, (hub.held.get(session.hub) ?? new Set()).add(session.sha256));
        return { idempotencyKey: key, state: "Complete", receipt: receipt(session.sha256) };
      }),
    })),
  };
  const putBlob: PutBlob = async (target, body, { signal, onSent }) => {
    const sha256 = new URL(target.url).pathname.slice(1) as Sha256;
    hub.calls.push(`put ${sha256}`);
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    const error = hub.fault("put", sha256);
    if (error) throw error;
    onSent(body.bytes);
    if (hub.blobs.has(sha256)) throw new LandfallError("BLOB_EXISTS");
    hub.blobs.set(sha256, "held");
    const lost = hub.lostReply("put", sha256);
    if (lost) throw lost;
  };
  const putBlock: PutBlock = async (target, block, { signal, onSent }) => {
    const sha256 = new URL(target.url).pathname.slice(1) as Sha256;
    hub.calls.push(`block ${block.id}`);
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    const error = hub.fault("block", sha256);
    if (error) throw error;
    onSent(block.bytes.length);
    hub.staged.set(sha256, [...(hub.staged.get(sha256) ?? []), block.id]);
    const lost = hub.lostReply("block", sha256);
    if (lost) throw lost;
  };
  const putBlockList: PutBlockList = async (target, ids) => {
    const sha256 = new URL(target.url).pathname.slice(1) as Sha256;
    hub.calls.push("blocklist");
    const error = hub.fault("blocklist", sha256);
    if (error) throw error;
    if (hub.blobs.has(sha256)) throw new LandfallError("BLOB_EXISTS");
    if (!ids.every((id) => hub.staged.get(sha256)?.includes(id))) throw new LandfallError("BLOCKS_GONE");
    hub.blobs.set(sha256, "held");
    const lost = hub.lostReply("blocklist", sha256);
    if (lost) throw lost;
  };
  return Object.assign(hub, { client: client as HubClient, putBlob, putBlock, putBlockList });
}

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
  const elsewhere = new Set<HubEncounterId>();
  const photographers = new Set<string>();
  const blocks = new Map<string, AcknowledgedBlocks>();
  const ledger: Ledger = {
    encounters: () => [...encounters],
    proposed: () => [...encounters],
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
    sync: (one) => {
      const counts = { ...noImages };
      for (const { record } of one.images) counts[record.state] += 1;
      return deriveSync(counts);
    },
    states: () => encounters.flatMap(({ images }) => images.map(({ record }) => record.state)),
  };
}
