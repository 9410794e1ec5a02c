/** Routes that only look. */
import { randomBytes } from "node:crypto";
import type { Handlers } from "@landfall/http";
import {
  EventId,
  type HubContract,
  type HubEncounter,
  HubEncounterId,
  imageFactNames,
  matchKey,
  Sha256,
} from "@landfall/protocol";
import { checkImages } from "../delivery/check.ts";
import { preferredWaitSeconds } from "../delivery/until-verified.ts";
import { changesAfter } from "../store/changes.ts";
import { encountersByEvent, encountersByKey, findEncounters, toHubEncounters } from "../store/encounters.ts";
import { holdersOf } from "../store/images.ts";
import type { KeyHolder } from "../store/keys.ts";
import { withdrawalsOf } from "../store/membership.ts";
import type { Db } from "../store/open.ts";
import { listReceiptKeys } from "../store/receipt-keys.ts";
import { blobsUnderKeys } from "../store/sources.ts";
import { version } from "../version.ts";
import { populationOf } from "./caller.ts";
import type { HubParts } from "./parts.ts";

type Reading = Pick<
  Handlers<HubContract, KeyHolder>,
  "health" | "probe" | "receiptKeys" | "me" | "known" | "check" | "match" | "changes"
>;

async function hubEncounters(db: Db, ids: Iterable<string>): Promise<Map<string, HubEncounter>> {
  const rows = [...(await findEncounters(db, [...ids])).values()];
  return new Map((await toHubEncounters(db, rows)).map((encounter) => [encounter.id, encounter]));
}

/** Bytes that nothing on the way can make smaller. */
const filling = (bytes: number): string =>
  randomBytes(Math.ceil((bytes * 3) / 4))
    .toString("base64")
    .slice(0, bytes);

export const readingRoutes = (parts: HubParts): Reading => {
  const {
    hubId,
    store: { db },
  } = parts;
  return {
    health: () => ({ name: "landfall-hub", hubId, version, time: new Date().toISOString() }),
    probe: ({ body }) => ({ received: body.filling.length, filling: filling(body.answer) }),
    receiptKeys: () => listReceiptKeys(db),
    me: (_, { who }) => ({ hubId, keyId: who.keyId, name: who.name, populations: [...who.populations] }),

    known: async ({ params, body }, { who }) => {
      const population = populationOf(who, params.id);
      const blobs = await blobsUnderKeys(db, population.id, body.sha256);
      const held = [...blobs].filter(([, { state }]) => state === "committed" || state === "verified");
      const shas = held.map(([, { sha256 }]) => sha256);
      const holders = held.length > 0 ? await holdersOf(db, population.id, shas) : [];
      const withdrawals = held.length > 0 ? await withdrawalsOf(db, population.id, shas) : [];
      const encounters = await hubEncounters(db, new Set(holders.map((holder) => holder.encounterId)));
      const idsBySha = Map.groupBy(holders, (holder) => holder.sha256);
      const withdrawnBySha = Map.groupBy(withdrawals, (withdrawal) => withdrawal.sha256);
      return {
        images: held.map(([asked, { sha256, state }]) => ({
          sha256: Sha256.parse(asked),
          verified: state === "verified",
          encounters: (idsBySha.get(sha256) ?? []).map((holder) => HubEncounterId.parse(holder.encounterId)),
          withdrawn: withdrawnBySha
            .get(sha256)
            ?.map(({ encounterId, reason }) => ({ encounter: HubEncounterId.parse(encounterId), reason })),
        })),
        encounters: [...encounters.values()],
      };
    },

    check: async ({ params, headers, body }, { who, signal }) => {
      const population = populationOf(who, params.id);
      const nowMs = Date.now();
      const sinceMs = body.since === undefined ? nowMs : Math.min(Date.parse(body.since), nowMs);
      const check = {
        populationId: population.id,
        sha256: body.sha256,
        readSinceMs: body.deep ? sinceMs : undefined,
      };
      const waitMs = preferredWaitSeconds(headers.prefer) * 1000;
      const { images } = await checkImages(parts, check, { nowMs, waitMs, signal });
      return { asOf: new Date(sinceMs).toISOString(), images };
    },

    match: async ({ params, body }, { who }) => {
      const population = populationOf(who, params.id);
      const asked = body.encounters.map((each) => ({
        eventID: each.eventID,
        key: matchKey({ ...each, photographer: each.recordedBy }),
      }));
      const keys = asked.flatMap(({ key }) => (key === null ? [] : [key]));
      const byEvent = await encountersByEvent(
        db,
        population.id,
        asked.map(({ eventID }) => eventID),
      );
      const byKey = await encountersByKey(db, population.id, keys);
      const encounters = await hubEncounters(db, new Set([...byEvent.values(), ...byKey.values()]));
      return {
        matches: asked.map(({ eventID, key }) => ({
          eventID: EventId.parse(eventID),
          byEventID: encounters.get(byEvent.get(eventID) ?? "") ?? null,
          byMatchKey: encounters.get(byKey.get(key ?? "") ?? "") ?? null,
        })),
        blobs: parts.blobs.origin(),
        imageFacts: imageFactNames,
      };
    },

    changes: async ({ query }, { who }) => {
      const populations = who.populations.map((population) => population.id);
      const rows = await changesAfter(db, populations, query.after, query.limit + 1);
      const page = rows.slice(0, query.limit);
      const encounters = await hubEncounters(db, new Set(page.map((row) => row.encounterId)));
      return {
        changes: page.flatMap(({ seq, at, kind, encounterId }) => {
          const encounter = encounters.get(encounterId);
          return encounter ? [{ seq, at: new Date(at).toISOString(), kind, encounter }] : [];
        }),
        next: page.at(-1)?.seq ?? query.after,
        more: rows.length > query.limit,
      };
    },
  };
};
