/** Exported records, read again with other libraries than they are written with. */
import { parse } from "csv-parse/sync";
import { unzipSync } from "fflate";
import type { DownloadRequest } from "../../src/station/port.ts";
import { as, type TestStation } from "./support.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true });

export type Scope = Extract<DownloadRequest, { what: "records" }>["scope"];
export type Format = Extract<DownloadRequest, { what: "records" }>["format"];
export type Line = Record<string, string>;

export async function bytesOf({ station }: TestStation, scope: Scope, format: Format): Promise<Buffer> {
  const { parts } = station.download({ what: "records", scope, format }, as("browser").who);
  const chunks: Buffer[] = [];
  for await (const part of parts) chunks.push(Buffer.from(part as Uint8Array));
  return Buffer.concat(chunks);
}

export const textOf = async (station: TestStation, scope: Scope, format: Format): Promise<string> =>
  utf8.decode(await bytesOf(station, scope, format));

export async function filesOf(station: TestStation, scope: Scope, format: Format): Promise<Map<string, string>> {
  return unzipped(await bytesOf(station, scope, format));
}

export const unzipped = (zip: Buffer): Map<string, string> =>
  new Map(Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, utf8.decode(bytes)]));

/** By RFC 4180: records end in CR LF, and every record has as many fields as the first. */
export const linesOf = (text: string | undefined): Line[] =>
  parse(text ?? "", { columns: true, record_delimiter: "\r\n", relax_column_count: false });

export async function linesIn(station: TestStation, scope: Scope, format: Format, name: string): Promise<Line[]> {
  return linesOf((await filesOf(station, scope, format)).get(name));
}
