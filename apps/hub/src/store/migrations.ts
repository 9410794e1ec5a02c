/** Forward-only migrations, one list for both databases. A step that was released is never edited. */
import { LandfallError } from "@landfall/protocol";
import { type Kysely, sql } from "kysely";
import type { Flavor, Schema } from "./schema.ts";

interface Migration {
  readonly name: string;
  /** Statements in the SQL that both databases share; the few differences come from the flavor. */
  readonly statements: (flavor: Flavor) => readonly string[];
}

const migrations: readonly Migration[] = [
  {
    name: "0001-the-straight-line",
    statements: (flavor) => {
      const big = flavor === "postgres" ? "bigint" : "integer";
      const serial = flavor === "postgres" ? "bigserial primary key" : "integer primary key autoincrement";
      return [
        `create table "setting" ("name" text primary key, "value" text not null)`,
        `create table "counter" ("name" text primary key, "value" ${big} not null)`,
        `insert into "counter" ("name", "value") values ('change', 0)`,
        `create table "population" (
          "id" text primary key, "name" text not null, "nameFolded" text not null unique,
          "gate" text not null check ("gate" in ('open', 'closed')), "settings" text not null, "createdAt" ${big} not null)`,
        `create table "apiKey" (
          "id" text primary key, "name" text not null, "hash" text not null unique, "createdAt" ${big} not null,
          "revokedAt" ${big}, "lastUsedAt" ${big})`,
        `create table "apiKeyPopulation" (
          "keyId" text not null references "apiKey" ("id"), "populationId" text not null references "population" ("id"),
          primary key ("keyId", "populationId"))`,
        `create table "encounter" (
          "id" text primary key, "populationId" text not null references "population" ("id"), "eventId" text not null,
          "number" integer, "fields" text not null, "version" integer not null, "createdAt" ${big} not null)`,
        `create table "encounterEvent" (
          "populationId" text not null, "eventId" text not null, "encounterId" text not null references "encounter" ("id") deferrable initially deferred,
          primary key ("populationId", "eventId"))`,
        `create table "encounterKey" (
          "populationId" text not null, "matchKey" text not null, "encounterId" text not null references "encounter" ("id") deferrable initially deferred,
          primary key ("populationId", "matchKey"))`,
        `create table "image" (
          "id" text primary key, "idempotencyKey" text not null unique,
          "encounterId" text not null references "encounter" ("id"), "populationId" text not null, "sha256" text not null,
          "fileName" text not null, "mediaType" text not null, "capturedAt" text, "openedAt" ${big} not null,
          unique ("encounterId", "sha256"))`,
        `create index "image_bytes" on "image" ("populationId", "sha256")`,
        `create table "blob" (
          "id" text primary key, "populationId" text not null, "sha256" text not null, "md5" text not null,
          "bytes" ${big} not null, "attempt" integer not null, "name" text not null unique, "mediaType" text not null,
          "state" text not null check ("state" in ('expected', 'committed', 'verified', 'different')),
          "seenAt" ${big}, "verifiedAt" ${big}, "receipt" text,
          "variants" text not null check ("variants" in ('queued', 'ready', 'damaged', 'noPreview')),
          "width" integer, "height" integer,
          unique ("populationId", "sha256", "attempt"))`,
        `create unique index "blob_current" on "blob" ("populationId", "sha256") where "state" <> 'different'`,
        `create table "change" (
          "seq" ${big} primary key, "at" ${big} not null, "kind" text not null, "populationId" text not null,
          "encounterId" text not null references "encounter" ("id"))`,
        `create index "change_population" on "change" ("populationId", "seq")`,
        `create table "job" (
          "id" ${serial}, "kind" text not null, "priority" integer not null, "subject" text not null,
          "attempts" integer not null default 0, "runAfter" ${big} not null, "leaseUntil" ${big} not null default 0,
          "leaseToken" text, "lastError" text, unique ("kind", "subject"))`,
        `create index "job_due" on "job" ("priority", "id")`,
        `create table "receiptKey" ("kid" text primary key, "jwk" text not null, "createdAt" ${big} not null)`,
        `create table "pageLink" (
          "tokenHash" text primary key, "encounterId" text not null references "encounter" ("id"),
          "expiresAt" ${big} not null, "usedAt" ${big})`,
        `create table "pageSession" (
          "tokenHash" text primary key, "encounterId" text not null references "encounter" ("id"),
          "expiresAt" ${big} not null)`,
      ];
    },
  },
  {
    name: "0002-copied-images",
    statements: (flavor) => {
      const big = flavor === "postgres" ? "bigint" : "integer";
      return [
        `alter table "blob" add column "sourceKey" text`,
        `create table "source" (
          "populationId" text not null references "population" ("id"), "key" text not null, "account" text not null,
          "container" text not null, "name" text not null, "etag" text not null, "bytes" ${big} not null, "sha256" text,
          primary key ("populationId", "key"))`,
        `create table "copySession" (
          "id" text primary key, "idempotencyKey" text not null unique, "imageId" text not null,
          "populationId" text not null, "sourceKey" text not null)`,
        `create index "copy_session_image" on "copySession" ("imageId")`,
      ];
    },
  },
  {
    name: "0003-corrections",
    statements: (flavor) => {
      const big = flavor === "postgres" ? "bigint" : "integer";
      return [
        `alter table "encounter" add column "mergedInto" text references "encounter" ("id")`,
        `create table "withdrawal" (
          "encounterId" text not null references "encounter" ("id"), "sha256" text not null, "populationId" text not null,
          "fileName" text not null, "reason" text, "at" ${big} not null, primary key ("encounterId", "sha256"))`,
      ];
    },
  },
  {
    name: "0004-people-and-animals",
    statements: (flavor) => {
      const big = flavor === "postgres" ? "bigint" : "integer";
      return ["photographer", "individual"].map(
        (table) =>
          `create table "${table}" (
          "id" text primary key, "populationId" text not null references "population" ("id"), "name" text not null,
          "folded" text not null, "createdAt" ${big} not null, unique ("populationId", "folded"))`,
      );
    },
  },
  {
    name: "0005-image-facts",
    statements: () => [
      `alter table "image" add column "side" text`,
      `alter table "image" add column "quality" integer`,
      `alter table "image" add column "people" integer not null default 0`,
    ],
  },
];

/** Any number, known to all: processes that start together migrate one after the other. */
const migrationLock = 4_210_517;

/** Brings the schema up to date, in one transaction. A schema newer than this program is left alone. */
export async function migrate(db: Kysely<Schema>, flavor: Flavor): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (flavor === "postgres") await sql`select pg_advisory_xact_lock(${sql.lit(migrationLock)})`.execute(tx);
    await sql`create table if not exists "migration" ("name" text primary key, "at" text not null)`.execute(tx);
    const { rows } = await sql<{ name: string }>`select "name" from "migration"`.execute(tx);
    const done = new Set(rows.map((row) => row.name));
    const unknown = [...done].filter((name) => !migrations.some((migration) => migration.name === name));
    if (unknown.length > 0)
      throw new LandfallError("DATA_FROM_NEWER_VERSION", { detail: `unknown: ${unknown.join(", ")}` });
    for (const migration of migrations.filter(({ name }) => !done.has(name))) {
      for (const statement of migration.statements(flavor)) await sql.raw(statement).execute(tx);
      await sql`insert into "migration" ("name", "at") values (${migration.name}, ${new Date().toISOString()})`.execute(
        tx,
      );
    }
  });
}
