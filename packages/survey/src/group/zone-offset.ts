/** What the clocks of a zone showed at a local time. The offset is the zone's, never this machine's. */

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  formatters.set(zone, made);
  return made;
}

/** Clocks are changed at whole quarters of an hour: within one, a zone has one offset. */
const quarterMs = 15 * 60_000;
const mostKept = 100_000;
const offsets = new Map<string, string>();

/** `-07:00` at this instant. */
function offsetText(zone: string, instantMs: number): string {
  const key = `${zone} ${Math.floor(instantMs / quarterMs)}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  if (offsets.size >= mostKept) offsets.clear();
  const text = readOffset(zone, instantMs);
  offsets.set(key, text);
  return text;
}

function readOffset(zone: string, instantMs: number): string {
  const parts = formatterOf(zone).formatToParts(instantMs);
  const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  return name.slice("GMT".length).slice(0, 6) || "+00:00";
}

function offsetMs(text: string): number {
  const [hours = 0, minutes = 0] = text.slice(1).split(":").map(Number);
  return (text.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/**
 * The zone's offset at a local time such as `2016-07-01T10:11:12.120`; null where only a day is known. In the hour that
 * clocks repeat in autumn the first one is taken, in the hour they leave out in spring the one that then begins.
 * @param zone IANA name
 */
export function offsetAt(localTime: string, zone: string): string | null {
  if (localTime.length <= 10) return null;
  const asUtcMs = Date.parse(`${localTime.slice(0, 19)}Z`);
  if (Number.isNaN(asUtcMs)) return null;
  const before = offsetText(zone, asUtcMs - 24 * 3_600_000);
  const after = offsetText(zone, asUtcMs + 24 * 3_600_000);
  const fits = [before, after].find((offset) => offsetText(zone, asUtcMs - offsetMs(offset)) === offset);
  return fits ?? after;
}

/**
 * What clocks in the zone showed at an instant: `2024-05-01T11:30:00`.
 * @param zone IANA name
 */
export function localTimeAt(instantMs: number, zone: string): string {
  const offset = offsetText(zone, instantMs);
  return new Date(instantMs + offsetMs(offset)).toISOString().slice(0, 19);
}
