/** A hub in memory, small enough to be seen through. */
import { randomUUID } from "node:crypto";
import {
  describedBy,
  type EncounterValues,
  type HubEncounter,
  type HubEncounterId,
  IdempotencyKey,
  type ImageFacts,
  idempotencyText,
  imageFactNames,
  LandfallError,
  matchKey,
  noFacts,
  type PopulationId,
  type Sha256,
  type UploadSessionId,
} from "@landfall/protocol";
import type { HubClient, PutBlob, PutBlock, PutBlockList, SyncEncounter } from "../../src/index.ts";
import { hex } from "./photographs.ts";
import { fakeStore } from "./store.ts";

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
  return Object.assign(hub, { client: client as HubClient, ...fakeStore(hub) });
}
