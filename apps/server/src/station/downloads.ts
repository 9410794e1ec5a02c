/** What can be saved as a file, made page by page, however much it is. */
import { type ActivityFilter, activityPage, type StationDatabase, write } from "@landfall/db";
import {
  type ActivityEntry,
  type ActivityQuery,
  activityWords,
  locationPrecisionWords,
  type ManifestId,
  type ProofPage,
  type ReportFormat,
  type ReportRow,
  recordsFileEnd,
  recordsFormatWords,
} from "@landfall/protocol";
import type { z } from "zod";
import { type Proof, proofFiles } from "../proof-bundle/files.ts";
import { actorOf, manifestSubject, note } from "./activity.ts";
import { csvLine } from "./csv.ts";
import type { Caller, Download, DownloadRequest, Station } from "./port.ts";
import { projectParts } from "./project.ts";
import { proofPage } from "./proof.ts";
import { datasetOf, mediaTypeOf, recordsFile } from "./records/records.ts";
import { zipped } from "./records/zip.ts";
import { deliveryReport, reportHead } from "./report.ts";
import { htmlReport } from "./report-html.ts";

const mediaTypes = {
  csv: "text/csv; charset=utf-8",
  json: "application/json",
  html: "text/html; charset=utf-8",
} as const;
const pageSize = 1000;

export const createDownloads =
  (db: StationDatabase): Station["download"] =>
  (request, who): Download =>
    write(db, () => {
      if (request.what === "records") return records(db, request, who);
      if (request.what === "project") return projectDownload(db, who);
      if (request.what === "proof") return proofDownload(db, request.manifest, who);
      const { format } = request;
      const parts = request.what === "report" ? reportText(db, request) : activityText(db, request);
      const subject = request.what === "report" ? [manifestSubject(db, request.manifest)] : [];
      const action = request.what === "report" ? "reportExported" : "activityExported";
      note(db, actorOf(who), { category: "proof", action, subject, detail: `as ${format}` });
      const day = new Date(db.now()).toISOString().slice(0, 10);
      const name = request.what === "report" ? `delivery-report-${day}` : `activity-${day}`;
      return { fileName: `${name}.${format}`, mediaType: mediaTypes[format], parts };
    });

function projectDownload(db: StationDatabase, who: Caller): Download {
  note(db, actorOf(who), { category: "settings", action: "projectExported", subject: [], detail: null });
  const day = new Date(db.now()).toISOString().slice(0, 10);
  return { fileName: `project-${day}.landfall`, mediaType: "application/gzip", parts: projectParts(db) };
}

/** The folder that the command line writes, as one file. */
function proofDownload(db: StationDatabase, manifest: ManifestId, who: Caller): Download {
  const { name, version, population, hub, generatedAt: madeAt } = reportHead(db, manifest);
  async function* parts(): AsyncGenerator<Uint8Array> {
    const all: Pick<Proof, "keys" | "items" | "unproven"> = { keys: { keys: [] }, items: [], unproven: [] };
    for (let after: number | null = 0; after !== null; ) {
      const page: ProofPage = await proofPage(db, manifest, { after, limit: pageSize }, actorOf(who));
      all.keys.keys = page.keys.keys;
      all.items.push(...page.items);
      all.unproven.push(...page.unproven);
      after = page.next;
    }
    const { files } = proofFiles({ ...all, title: `${name}, version ${version} · ${population}`, hub, madeAt });
    const entries = files.map((file) => ({ name: `proof/${file.name}`, parts: [bytesOf(file.data)] }));
    yield* zipped(entries, db.now());
  }
  return { fileName: `proof-${madeAt.slice(0, 10)}.zip`, mediaType: "application/zip", parts: parts() };
}

const bytesOf = (data: string | Uint8Array): Uint8Array => (typeof data === "string" ? Buffer.from(data) : data);

function records(
  db: StationDatabase,
  { scope, format }: Extract<DownloadRequest, { what: "records" }>,
  who: Caller,
): Download {
  const parts = recordsFile(db, scope, format);
  const { datasetName, precision } = datasetOf(db, scope);
  note(db, actorOf(who), {
    category: "proof",
    action: "recordsExported",
    subject: "manifest" in scope.of ? [manifestSubject(db, scope.of.manifest)] : [],
    detail: `${datasetName} as ${recordsFormatWords[format]}; places ${locationPrecisionWords[precision]}`,
  });
  const day = new Date(db.now()).toISOString().slice(0, 10);
  return { fileName: `records-${day}.${recordsFileEnd[format]}`, mediaType: mediaTypeOf[format], parts };
}

async function* reportRows(db: StationDatabase, manifest: ManifestId): AsyncGenerator<ReportRow> {
  for (let after: number | null = 0; after !== null; ) {
    const page: Awaited<ReturnType<typeof deliveryReport>> = await deliveryReport(db, manifest, {
      after,
      limit: pageSize,
    });
    yield* page.images;
    after = page.next;
  }
}

function reportText(
  db: StationDatabase,
  { manifest, format }: { manifest: ManifestId; format: ReportFormat },
): AsyncIterable<string> {
  const head = reportHead(db, manifest);
  const rows = reportRows(db, manifest);
  if (format === "html") return htmlReport(head, rows);
  if (format === "csv") return reportCsv(rows);
  return jsonText(head, "images", rows);
}

const reportColumns = [
  "filePath",
  "root",
  "sha256",
  "bytes",
  "mediaType",
  "eventDate",
  "locality",
  "recordedBy",
  "encounter",
  "eventID",
  "hubEncounter",
  "state",
  "verifiedAt",
  "receipt",
] as const satisfies (keyof ReportRow)[];

async function* reportCsv(rows: AsyncIterable<ReportRow>): AsyncGenerator<string> {
  yield csvLine(reportColumns);
  for await (const row of rows) yield csvLine(reportColumns.map((name) => row[name]));
}

/** One object, one row a line: `{…head, "<name>": […]}`. */
async function* jsonText(head: object, name: string, rows: AsyncIterable<object>): AsyncGenerator<string> {
  const begin = JSON.stringify(head).slice(0, -1);
  yield `${begin}${begin === "{" ? "" : ","}"${name}":[`;
  let separator = "\n";
  for await (const row of rows) {
    yield separator + JSON.stringify(row);
    separator = ",\n";
  }
  yield "\n]}\n";
}

/** Days are UTC days. */
export const toActivityFilter = (query: Partial<z.output<typeof ActivityQuery>>): ActivityFilter => ({
  category: query.category,
  sinceMs: query.since === undefined ? undefined : Date.parse(query.since),
  untilMs: query.until === undefined ? undefined : Date.parse(query.until),
  before: query.before,
  limit: query.limit ?? pageSize,
});

async function* activityEntries(db: StationDatabase, filter: ActivityFilter): AsyncGenerator<ActivityEntry> {
  for (let before = filter.before; ; ) {
    const { entries, next } = activityPage(db, { ...filter, before });
    yield* entries;
    if (next === null) return;
    before = next;
  }
}

function activityText(
  db: StationDatabase,
  { filter, format }: Extract<DownloadRequest, { what: "activity" }>,
): AsyncIterable<string> {
  const entries = activityEntries(db, toActivityFilter(filter));
  return format === "csv" ? activityCsv(entries) : jsonText({}, "entries", entries);
}

async function* activityCsv(entries: AsyncIterable<ActivityEntry>): AsyncGenerator<string> {
  yield csvLine(["seq", "at", "category", "actor", "action", "what", "subject", "subjectIds", "detail"]);
  for await (const { seq, at, category, actor, action, subject, detail } of entries) {
    const names = subject.map(({ kind, id, name }) => `${kind} ${name ?? id}`).join("; ");
    const ids = subject.map(({ id }) => id).join("; ");
    yield csvLine([seq, at, category, actor, action, activityWords[action], names, ids, detail]);
  }
}
