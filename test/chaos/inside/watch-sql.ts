/** Every transaction that writes is two edges: everything written and not committed yet, and committed. */
import Database from "better-sqlite3";
import { edge, placeOr } from "./edge.ts";

interface Statement {
  readonly source: string;
}
type Method = (this: Statement, ...args: unknown[]) => unknown;

/** They come with everything, and now and then: they say nothing of what is done. */
const unnamed = new Set(["event", "activity", "apiKey"]);

/** A scan stores what its thread has read meanwhile, which holds files or, of some folders, none: that is one step all the same. */
const stepOf = (tables: readonly string[]): string =>
  tables.includes("folder") && tables.includes("reading") ? "what was read" : tables.join(" ");

const tableOf = (sql: string): string | undefined =>
  /^(?:insert(?: or \w+)? into|update|delete from)\s+"?(\w+)/i.exec(sql)?.[1];

/** To be called before the first database is opened. The name of an edge is its place, and the tables where that says too little. */
export function watchSql(): void {
  const memory = new Database(":memory:");
  const prototype = Object.getPrototypeOf(memory.prepare("SELECT 1")) as Record<string, Method>;
  memory.close();
  const tables = new Set<string>();
  let isOpen = false;

  /** What was done in this transaction, by places that say all: they begin with `=`, and several are parted by `&`. */
  const steps = new Set<string>();
  const names = (): string[] => {
    if (steps.size > 0) return [...steps];
    const place = placeOr("by itself");
    const written = [...tables].filter((table) => !unnamed.has(table)).sort();
    return written.length > 0 ? [`${place}: ${stepOf(written)}`] : [];
  };
  const pass = (what: string) => {
    for (const name of names()) edge(`${name} | ${what}`);
  };

  for (const method of ["run", "all", "get"]) {
    const real = prototype[method] as Method;
    prototype[method] = function (...args) {
      const sql = this.source.trimStart();
      if (/^begin/i.test(sql)) {
        isOpen = true;
        tables.clear();
        steps.clear();
        return real.apply(this, args);
      }
      if (/^rollback$/i.test(sql)) isOpen = false;
      if (/^commit/i.test(sql)) {
        if (tables.size > 0) pass("not committed yet");
        const result = real.apply(this, args);
        isOpen = false;
        if (tables.size > 0) pass("committed");
        return result;
      }
      const table = tableOf(sql);
      if (!table) return real.apply(this, args);
      if (!isOpen) {
        tables.clear();
        steps.clear();
      }
      const result = real.apply(this, args);
      tables.add(table);
      const place = placeOr("");
      if (place.startsWith("=")) for (const step of place.slice(1).split("&")) steps.add(step);
      if (!isOpen) pass("committed");
      return result;
    };
  }
}
