/** A run works on what it planned; meanwhile a person may merge an encounter of it into another one. */
import type { Ledger } from "@landfall/engine";
import type { EncounterId } from "@landfall/protocol";
import { noteSent } from "./budget.ts";
import { type StationDatabase, statement, write } from "./database.ts";

type OfOne = "images" | "bind" | "opening" | "moving" | "leaving" | "corrected" | "applyImages";

/** What is answered of an encounter that is no more: it has no images, and of what became of them only the bytes count. */
const nobodys = (db: StationDatabase): Pick<Ledger, OfOne> => ({
  images: () => [],
  bind: () => {},
  opening: () => new Map(),
  moving: () => [],
  leaving: () => [],
  corrected: () => {},
  applyImages: (_encounter, _changes, { run, bytesSent }) => write(db, () => noteSent(db, run, bytesSent)),
});

/** The same ledger, for which an encounter that is no more is none that it does not know. */
export function withGoneEncounters(db: StationDatabase, ledger: Ledger): Ledger {
  const isThere = (id: EncounterId) => statement(db, "SELECT 1 FROM encounter WHERE id = ?").get(id) !== undefined;
  const gone = nobodys(db);
  const answering =
    (name: OfOne) =>
    (id: EncounterId, ...rest: unknown[]) => {
      const of = (isThere(id) ? ledger : gone)[name] as (id: EncounterId, ...rest: unknown[]) => unknown;
      return of(id, ...rest);
    };
  const names = Object.keys(gone) as OfOne[];
  return { ...ledger, ...Object.fromEntries(names.map((name) => [name, answering(name)])) };
}
