/** Routes about encounters and the images in them. */
import { type Handlers, reply } from "@landfall/http";
import { type HubContract, type HubEncounter, type HubImage, LandfallError, Sha256 } from "@landfall/protocol";
import { commitImages, waitForReceipts } from "../delivery/commit.ts";
import { openSessions } from "../delivery/open-sessions.ts";
import { preferredWaitSeconds } from "../delivery/until-verified.ts";
import { correctEncounter, findOrCreateEncounter } from "../store/encounter-changes.ts";
import { type EncounterRow, toHubEncounters } from "../store/encounters.ts";
import { describeImages, toImageFacts } from "../store/image-facts.ts";
import { type ImageWithBlob, listImages } from "../store/images.ts";
import type { KeyHolder } from "../store/keys.ts";
import { moveImages, withdrawImages } from "../store/membership.ts";
import type { Db } from "../store/open.ts";
import { createLink } from "../store/page-links.ts";
import { readCopySession } from "../store/sources.ts";
import { encounterOf, openPopulationOf, writableEncounterOf } from "./caller.ts";
import type { HubParts } from "./parts.ts";

type OfEncounters = Pick<
  Handlers<HubContract, KeyHolder>,
  | "findOrCreate"
  | "correct"
  | "moveImages"
  | "withdrawImages"
  | "describeImages"
  | "encounter"
  | "openSessions"
  | "copy"
  | "commit"
  | "link"
>;

const etag = (encounter: { readonly version: number }) => ({ etag: `"${encounter.version}"` });

const toHashes = (sha256: readonly string[]): Sha256[] => sha256.map((each) => Sha256.parse(each));

async function toHubEncounter(db: Db, row: EncounterRow): Promise<HubEncounter> {
  const [encounter] = await toHubEncounters(db, [row]);
  if (!encounter) throw new LandfallError("NOT_FOUND", { detail: `encounter ${row.id}` });
  return encounter;
}

const imageStates = {
  expected: "Pending",
  committed: "Verifying",
  verified: "Complete",
  different: "Different",
} as const;

export const toHubImage = ({ image, blob }: ImageWithBlob): HubImage => ({
  sha256: Sha256.parse(image.sha256),
  fileName: image.fileName,
  mediaType: image.mediaType,
  bytes: blob?.bytes ?? 0,
  capturedAt: image.capturedAt,
  facts: toImageFacts(image),
  state: imageStates[blob?.state ?? "expected"],
  variants: blob?.variants ?? "queued",
  width: blob?.width ?? null,
  height: blob?.height ?? null,
  receipt: blob?.receipt ?? null,
});

/** `"3"` → 3. Anything else is no version of ours. */
function expectedVersion(ifMatch: string): number {
  const match = /^"(\d+)"$/.exec(ifMatch.trim());
  if (!match) throw new LandfallError("VERSION_CONFLICT", { detail: 'If-Match must be a version such as "3"' });
  return Number(match[1]);
}

export const encounterRoutes = (parts: HubParts): OfEncounters => {
  const { db } = parts.store;
  return {
    findOrCreate: async ({ params, body }, { who }) => {
      const population = openPopulationOf(who, params.id);
      const found = await findOrCreateEncounter(db, population.id, body, Date.now());
      const encounter = await toHubEncounter(db, found.encounter);
      const value = { encounter, created: found.created, filled: [...found.filled] };
      return reply(value, { status: found.created ? 201 : 200, headers: etag(encounter) });
    },

    correct: async ({ params, headers, body }, { who }) => {
      const target = await writableEncounterOf(db, who, params.id);
      const version = expectedVersion(headers["if-match"]);
      const encounter = await toHubEncounter(db, await correctEncounter(db, target, version, body, Date.now()));
      return reply(encounter, { headers: etag(encounter) });
    },

    moveImages: async ({ params, headers, body }, { who }) => {
      const source = await writableEncounterOf(db, who, params.id);
      const target = await writableEncounterOf(db, who, body.to);
      const version = expectedVersion(headers["if-match"]);
      const moved = await moveImages(db, source, target, body, version, Date.now());
      const encounter = await toHubEncounter(db, moved.from);
      const value = { encounter, to: await toHubEncounter(db, moved.to), absent: toHashes(moved.absent) };
      return reply(value, { headers: etag(encounter) });
    },

    withdrawImages: async ({ params, headers, body }, { who }) => {
      const target = await writableEncounterOf(db, who, params.id);
      const version = expectedVersion(headers["if-match"]);
      const withdrawn = await withdrawImages(db, target, body.images, body.reason, version, Date.now());
      const encounter = await toHubEncounter(db, withdrawn.encounter);
      return reply({ encounter, absent: toHashes(withdrawn.absent) }, { headers: etag(encounter) });
    },

    describeImages: async ({ params, headers, body }, { who }) => {
      const target = await writableEncounterOf(db, who, params.id);
      const version = expectedVersion(headers["if-match"]);
      const described = await describeImages(db, target, body.images, version, Date.now());
      const encounter = await toHubEncounter(db, described.encounter);
      return reply({ encounter, absent: toHashes(described.absent) }, { headers: etag(encounter) });
    },

    encounter: async ({ params }, { who }) => {
      const encounter = await toHubEncounter(db, await encounterOf(db, who, params.id));
      const items = (await listImages(db, encounter.id)).map(toHubImage);
      return reply({ ...encounter, items }, { headers: etag(encounter) });
    },

    openSessions: async ({ params, body }, { who }) => {
      const encounter = await writableEncounterOf(db, who, params.id);
      return { sessions: await openSessions(parts, encounter, body.images, Date.now()) };
    },

    copy: async ({ params, body }, { who }) => {
      const session = await readCopySession(db, params.id);
      if (!session) throw new LandfallError("NOT_FOUND", { detail: `upload session ${params.id}` });
      await writableEncounterOf(db, who, session.image.encounterId);
      return parts.copies.copy(session, body.sas);
    },

    commit: async ({ params, headers, body }, { who, signal }) => {
      const encounter = await writableEncounterOf(db, who, params.id);
      const keys = body.images.map((image) => image.idempotencyKey);
      const first = await commitImages(parts, encounter, keys, Date.now());
      const waitSeconds = preferredWaitSeconds(headers.prefer);
      if (waitSeconds === 0) return { images: first };
      const images = await waitForReceipts(parts, encounter, first, waitSeconds * 1000, signal);
      return reply({ images: [...images] }, { headers: { "preference-applied": `wait=${waitSeconds}` } });
    },

    link: async ({ params }, { who }) => {
      const asked = await encounterOf(db, who, params.id);
      const encounter = asked.mergedInto === null ? asked : await encounterOf(db, who, asked.mergedInto);
      const { token, expiresAtMs } = await createLink(db, encounter.id, Date.now());
      return { url: `${parts.publicUrl()}/open/${token}`, expiresAt: new Date(expiresAtMs).toISOString() };
    },
  };
};
