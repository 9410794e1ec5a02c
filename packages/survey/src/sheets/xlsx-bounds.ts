/** Looks through an .xlsx file before it is read: what is in it, how much comes out of it, and which date system it has. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { LandfallError } from "@landfall/protocol";
import { Unzip, type UnzipFile, UnzipInflate } from "fflate";
import { bounds } from "./bounds.ts";
import { type Merge, mergeReader, tablePaths } from "./xlsx-merges.ts";
import { type NoValue, noValueReader } from "./xlsx-values.ts";

export interface XlsxLook {
  readonly epoch1904: boolean;
  /** Of each table, in the order of its tabs. */
  readonly merges: readonly (readonly Merge[])[];
  /** Cells that have no value though something stands in them; of each table, in the same order. */
  readonly noValues: readonly (readonly NoValue[])[];
}

const tooLarge = (detail: string) => new LandfallError("SHEET_TOO_LARGE", { detail });

/**
 * Unpacks everything once and keeps nothing but the workbook's own entries and which cells are merged: sizes that a zip file states may be lies, so that
 * what truly comes out is counted.
 * @throws LandfallError SHEET_TOO_LARGE, SHEET_UNREADABLE; what the file system throws
 */
export async function lookThroughXlsx(path: string): Promise<XlsxLook> {
  if ((await stat(path)).size > bounds.fileBytes) throw tooLarge("the file is larger than any sheet of sightings");
  const count = newCount();
  const unzip = new Unzip(count.onEntry);
  unzip.register(UnzipInflate);
  try {
    // A piece may grow a thousandfold before anybody can count it.
    for await (const piece of createReadStream(path, { highWaterMark: 8 * 1024 })) {
      unzip.push(piece as Uint8Array<ArrayBuffer>);
      if (count.error) throw count.error;
    }
    unzip.push(new Uint8Array(0), true);
  } catch (cause) {
    if (cause instanceof LandfallError || (cause as NodeJS.ErrnoException).syscall !== undefined) throw cause;
    throw new LandfallError("SHEET_UNREADABLE", { detail: "it is not a whole .xlsx file", cause });
  }
  if (count.error) throw count.error;
  const workbook = count.textOf(workbookPath);
  const paths = tablePaths(workbook, count.textOf(relationsPath));
  return {
    epoch1904: /<workbookPr\b[^>]*\bdate1904\s*=\s*["'](?:1|true|on)["']/i.test(workbook),
    merges: paths.map((table) => count.of(table)?.merges ?? []),
    noValues: paths.map((table) => count.of(table)?.noValues ?? []),
  };
}

const workbookPath = "xl/workbook.xml";
const relationsPath = "xl/_rels/workbook.xml.rels";

function newCount() {
  let bytes = 0;
  let entries = 0;
  const texts = new Map<string, string[]>();
  const tables = new Map<string, { readonly merges: readonly Merge[]; readonly noValues: readonly NoValue[] }>();
  const count = {
    error: null as LandfallError | null,
    textOf: (name: string): string => texts.get(name)?.join("") ?? "",
    of: (name: string) => tables.get(name),
    onEntry: (entry: UnzipFile): void => {
      entries += 1;
      if (entries > bounds.entries) count.error ??= tooLarge(`it holds more than ${bounds.entries} files`);
      if (count.error || !isXml(entry.name)) return;
      const take = takerOf(entry.name);
      entry.ondata = (error, piece) => {
        if (error) count.error ??= new LandfallError("SHEET_UNREADABLE", { detail: error.message, cause: error });
        if (count.error) return;
        bytes += piece.length;
        if (bytes > bounds.xmlBytes) {
          count.error ??= tooLarge(`more than ${bounds.xmlBytes / 2 ** 20} MB come out of it`);
          entry.terminate?.();
        } else take?.(piece);
      };
      entry.start();
    },
  };
  return count;

  /** What is kept of an entry, if anything is. */
  function takerOf(name: string): ((piece: Uint8Array) => void) | null {
    const decoder = new TextDecoder();
    if (name === workbookPath || name === relationsPath) {
      const text: string[] = [];
      texts.set(name, text);
      return (piece) => void text.push(decoder.decode(piece, { stream: true }));
    }
    if (!name.startsWith("xl/worksheets/")) return null;
    const { push, merges } = mergeReader();
    const values = noValueReader();
    tables.set(name, { merges, noValues: values.found });
    return (piece) => {
      const text = decoder.decode(piece, { stream: true });
      push(text);
      values.push(text);
    };
  }
}

/** The reader reads these only. */
const isXml = (name: string): boolean => name.endsWith(".xml") || name.endsWith(".xml.rels");
