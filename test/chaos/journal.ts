/** What the journal of the wire tells: bytes that were sent again although they had arrived for good. */
interface Known {
  /** The store has answered 201 for it. */
  isStored: boolean;
  /** Its station died since. */
  diedSince: boolean;
}

/**
 * A blob that was acknowledged is never sent again: the hub says that it has it. A block is, where the station died
 * between the store's word and its own note of it: that one block was in flight. Lines: what, blob or blob#block, bytes.
 */
export function resentBeyondInFlight(journal: string): number {
  const known = new Map<string, Known>();
  /** The latest block of each blob: the one that may lack its note. */
  const latest = new Map<string, string>();
  let resent = 0;
  for (const line of journal.split("\n")) {
    const [what, name = "", bytes = "0"] = line.split(" ");
    const [blob = "", block] = name.split("#");
    if (what === "killed") for (const each of known.values()) each.diedSince = true;
    if (what === "stored") {
      known.set(name, { isStored: true, diedSince: false });
      latest.set(blob, name);
    }
    if (what !== "put") continue;
    const before = known.get(name);
    const wasInFlight = block !== undefined && before?.diedSince === true && latest.get(blob) === name;
    if (before?.isStored && !wasInFlight) resent += Number(bytes);
    known.delete(name);
  }
  return resent;
}
