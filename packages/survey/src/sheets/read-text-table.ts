/** CSV and TSV, in any encoding and with any separator, read as a stream: only the rows that are kept take memory. */
import { LandfallError } from "@landfall/protocol";
import { CsvError, parse } from "csv-parse";
import { bounds } from "./bounds.ts";
import { type Delimiter, delimiterOf } from "./delimiter.ts";
import type { RawTable } from "./table.ts";
import { type TextEncoding, textEncodingOf, textOf } from "./text-encoding.ts";

export interface TextTable {
  readonly encoding: TextEncoding;
  readonly delimiter: Delimiter;
  readonly table: RawTable;
}

const sampleCharacters = 64 * 1024;

/** @throws LandfallError SHEET_UNREADABLE; what the file system throws */
export async function readTextTable(path: string): Promise<TextTable> {
  const encoding = await textEncodingOf(path);
  const pieces = textOf(path, encoding);
  let head = "";
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
    head += next.value;
    if (head.length >= sampleCharacters) break;
  }
  const delimiter = delimiterOf(head.slice(0, sampleCharacters));
  const stated = /^sep=.\r?\n/i.exec(head)?.[0] ?? "";
  const table = await readRecords(rest(head.slice(stated.length), pieces), delimiter);
  return { encoding, delimiter, table };
}

async function* rest(head: string, pieces: AsyncGenerator<string>): AsyncGenerator<string> {
  yield head;
  yield* pieces;
}

async function readRecords(text: AsyncIterable<string>, delimiter: Delimiter): Promise<RawTable> {
  const parser = parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: bounds.record,
    bom: true,
  });
  const rows: { number: number; cells: string[] }[] = [];
  let number = 1;
  let more = 0;
  // Rows are numbered as a spreadsheet numbers them: each record is one, empty ones too.
  const feed = (async () => {
    for await (const piece of text) {
      if (!parser.write(piece)) await new Promise<void>((resolve) => parser.once("drain", resolve));
      if (parser.destroyed) return;
    }
    parser.end();
  })();
  feed.catch((error: unknown) => parser.destroy(error as Error));
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      if (record.some((cell) => cell.trim() !== "")) {
        if (rows.length < bounds.rows) rows.push({ number, cells: record.slice(0, bounds.columns).map(shortened) });
        else more += 1;
      }
      number += 1;
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new LandfallError("SHEET_UNREADABLE", { detail: `row ${number}: ${cause.message}`, cause });
  }
  return { name: null, rows, more, epoch1904: false };
}

/** A copy, so that the text it was cut from is not kept. */
const shortened = (cell: string): string =>
  cell.length > bounds.cell ? Buffer.from(cell.slice(0, bounds.cell)).toString() : cell;
