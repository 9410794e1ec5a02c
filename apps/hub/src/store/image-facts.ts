/** What is said of single images of an encounter: side, quality, people in the picture. */
import { describedBy, type ImageFacts, type ImageFactsPatch, imageFactNames, noFacts } from "@landfall/protocol";
import type { Kysely, Selectable } from "kysely";
import { appendChange } from "./changes.ts";
import { expectVersion, lockEncounter } from "./encounter-changes.ts";
import type { EncounterRow } from "./encounters.ts";
import type { Db } from "./open.ts";
import type { ImageTable, Schema } from "./schema.ts";
import { chunksOf, inTransaction } from "./transaction.ts";

type Row = Pick<Selectable<ImageTable>, "id" | "sha256" | "side" | "quality" | "people">;

export const toImageFacts = ({ side, quality, people }: Omit<Row, "id" | "sha256">): ImageFacts => ({
  side,
  quality,
  people: people === 1,
});

export const factColumns = ({ side, quality, people }: ImageFacts) => ({ side, quality, people: people ? 1 : 0 });

async function imagesIn(db: Db, encounterId: string, sha256: readonly string[]): Promise<Map<string, Row>> {
  const found = new Map<string, Row>();
  for (const chunk of chunksOf(sha256, 500)) {
    const rows = await db
      .selectFrom("image")
      .select(["id", "sha256", "side", "quality", "people"])
      .where("encounterId", "=", encounterId)
      .where("sha256", "in", chunk)
      .execute();
    for (const row of rows) found.set(row.sha256, row);
  }
  return found;
}

/** Writes it where it says something else than what is kept. */
async function store(db: Db, row: Row, patch: ImageFactsPatch): Promise<boolean> {
  const held = toImageFacts(row);
  const said = describedBy(held, patch);
  if (imageFactNames.every((name) => said[name] === held[name])) return false;
  await db.updateTable("image").set(factColumns(said)).where("id", "=", row.id).execute();
  return true;
}

interface Said {
  readonly sha256: string;
  readonly facts?: ImageFactsPatch | undefined;
}

/** Of images that the encounter has, takes what nobody has said of them yet. */
export async function fillFacts(db: Db, encounterId: string, images: readonly Said[]): Promise<void> {
  const saying = images.filter(({ facts }) => facts && Object.keys(facts).length > 0);
  const rows = await imagesIn(
    db,
    encounterId,
    saying.map(({ sha256 }) => sha256),
  );
  for (const { sha256, facts = {} } of saying) {
    const row = rows.get(sha256);
    if (!row) continue;
    const held = toImageFacts(row);
    const news = imageFactNames.filter((name) => held[name] === noFacts[name] && facts[name] !== undefined);
    await store(db, row, Object.fromEntries(news.map((name) => [name, facts[name]])));
  }
}

/**
 * Says it of images that the encounter has. Said again it changes nothing; with something left to say it throws
 * VERSION_CONFLICT unless the version is right.
 */
export function describeImages(
  db: Kysely<Schema>,
  target: EncounterRow,
  images: readonly { readonly sha256: string; readonly facts: ImageFactsPatch }[],
  expectedVersion: number,
  nowMs: number,
): Promise<{ encounter: EncounterRow; absent: readonly string[] }> {
  return inTransaction(db, async (tx) => {
    const encounter = await lockEncounter(tx, target.id, target.populationId);
    const { id: encounterId, populationId } = encounter;
    const rows = await imagesIn(
      tx,
      encounterId,
      images.map(({ sha256 }) => sha256),
    );
    const absent = images.map(({ sha256 }) => sha256).filter((sha256) => !rows.has(sha256));
    let changed = 0;
    for (const { sha256, facts } of images) {
      const row = rows.get(sha256);
      if (row && (await store(tx, row, facts))) changed++;
    }
    if (changed === 0) return { encounter, absent };
    // What was written is taken back with the transaction.
    expectVersion(encounter, expectedVersion);
    const version = encounter.version + 1;
    await tx.updateTable("encounter").set({ version }).where("id", "=", encounterId).execute();
    await appendChange(tx, { kind: "images.described", populationId, encounterId }, nowMs);
    return { encounter: { ...encounter, version }, absent };
  });
}
