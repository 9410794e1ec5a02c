/** Files to save: the delivery report, a proof, records, the project and the activity log. */
import { Readable } from "node:stream";
import type { RecordScope } from "@landfall/db";
import {
  ActivityFilter,
  LandfallError,
  ManifestId,
  PopulationId,
  parsePlainly,
  RecordsFormat,
  RecordsQuery,
  ReportFormat,
  stationApiPrefix,
} from "@landfall/protocol";
import type { Context, Hono } from "hono";
import { z } from "zod";
import type { Caller, Download, Station } from "../station/port.ts";

const ReportParams = z.object({ id: ManifestId, format: ReportFormat });
const RecordsParams = z.object({ id: z.string(), format: RecordsFormat });
const ActivityFormat = z.enum(["csv", "json"]);
const formatOf = (c: Context): string | undefined => c.req.param("file")?.split(".").at(-1);

export function mountDownloads(app: Hono, guard: (c: Context) => Caller, station: Pick<Station, "download">): void {
  app.get(`${stationApiPrefix}/manifests/:id/:file{report\\.(?:csv|json|html)}`, (c) => {
    const who = guard(c);
    const params = ReportParams.safeParse({ id: c.req.param("id"), format: formatOf(c) });
    if (!params.success) throw new LandfallError("NOT_FOUND", { detail: c.req.path });
    const { id: manifest, format } = params.data;
    return send(c, station.download({ what: "report", manifest, format }, who));
  });
  app.get(`${stationApiPrefix}/manifests/:id/proof.zip`, (c) => {
    const who = guard(c);
    return send(c, station.download({ what: "proof", manifest: known(ManifestId, c.req.param("id")) }, who));
  });
  app.get(`${stationApiPrefix}/project.landfall`, (c) => {
    const who = guard(c);
    return send(c, station.download({ what: "project" }, who));
  });
  const records = (kind: "manifests" | "populations", toOf: (id: string) => RecordScope["of"]) =>
    app.get(`${stationApiPrefix}/${kind}/:id/records/:format`, (c) => {
      const who = guard(c);
      const params = RecordsParams.safeParse(c.req.param());
      if (!params.success) throw new LandfallError("NOT_FOUND", { detail: c.req.path });
      const scope = { ...asked(RecordsQuery, c), of: toOf(params.data.id) };
      return send(c, station.download({ what: "records", scope, format: params.data.format }, who));
    });
  records("manifests", (id) => ({ manifest: known(ManifestId, id) }));
  records("populations", (id) => ({ population: known(PopulationId, id) }));
  app.get(`${stationApiPrefix}/:file{activity\\.(?:csv|json)}`, (c) => {
    const who = guard(c);
    const format = ActivityFormat.parse(formatOf(c));
    return send(c, station.download({ what: "activity", filter: asked(ActivityFilter, c), format }, who));
  });
}

/** VALIDATION_FAILED, with what is wrong by name. */
function asked<T extends z.ZodType>(schema: T, c: Context): z.output<T> {
  const parsed = parsePlainly(schema, c.req.query());
  if (parsed.success) return parsed.data;
  throw new LandfallError("VALIDATION_FAILED", {
    detail: parsed.issues.map(({ path, message }) => `${path}: ${message}`).join("; "),
    fields: parsed.issues,
  });
}

function known<Id extends z.ZodType>(schema: Id, id: string): z.output<Id> {
  const parsed = schema.safeParse(id);
  if (!parsed.success) throw new LandfallError("NOT_FOUND", { detail: id });
  return parsed.data;
}

/** Saved and never shown: what stands in it is not the station's own page. */
function send(c: Context, { fileName, mediaType, parts }: Download): Response {
  c.header("content-type", mediaType);
  c.header("content-disposition", `attachment; filename="${fileName}"`);
  c.header("cache-control", "no-store");
  const bytes = Readable.from(parts).map((part: string | Uint8Array) => Buffer.from(part as Uint8Array));
  return c.body(Readable.toWeb(bytes) as ReadableStream);
}
