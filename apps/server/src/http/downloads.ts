/** Files to save: the delivery report and the activity log. */
import { Readable } from "node:stream";
import { ActivityFilter, LandfallError, ManifestId, ReportFormat, stationApiPrefix } from "@landfall/protocol";
import type { Context, Hono } from "hono";
import { z } from "zod";
import type { Caller, Download, Station } from "../station/port.ts";

const ReportParams = z.object({ id: ManifestId, format: ReportFormat });
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
  app.get(`${stationApiPrefix}/:file{activity\\.(?:csv|json)}`, (c) => {
    const who = guard(c);
    const format = ActivityFormat.parse(formatOf(c));
    const filter = ActivityFilter.safeParse(c.req.query());
    if (!filter.success) throw new LandfallError("VALIDATION_FAILED", { detail: z.prettifyError(filter.error) });
    return send(c, station.download({ what: "activity", filter: filter.data, format }, who));
  });
}

/** Saved and never shown: what stands in it is not the station's own page. */
function send(c: Context, { fileName, mediaType, text }: Download): Response {
  c.header("content-type", mediaType);
  c.header("content-disposition", `attachment; filename="${fileName}"`);
  c.header("cache-control", "no-store");
  const bytes = Readable.from(text).map((part: string) => Buffer.from(part));
  return c.body(Readable.toWeb(bytes) as ReadableStream);
}
