/**
 * How properties are found in an XMP packet. It is searched, not parsed: damaged packets still give what they hold,
 * and nothing in them can make a parser fetch, expand or recurse.
 */
import { cleanText, decodeText } from "./text.ts";

/** UTF-8, or UTF-16 where every other byte of the first characters is zero. */
export function packetText(bytes: Buffer): string {
  if (bytes[1] === 0 && bytes[3] === 0) return bytes.toString("utf16le");
  if (bytes[0] === 0 && bytes[2] === 0) return new TextDecoder("utf-16be").decode(bytes);
  return decodeText(bytes);
}

/** A namespace, and the prefix that it has where a packet does not bind it. */
export interface Namespace {
  readonly prefix: string;
  readonly uri: string;
}

/** `dc:subject`, with the prefix that this packet has for the namespace. */
export const qualifiedName = (packet: string, { prefix, uri }: Namespace, name: string): string =>
  `${prefixOf(packet, uri) ?? prefix}:${name}`;

/** A packet may bind the namespace to any prefix. */
function prefixOf(packet: string, uri: string): string | null {
  const at = packet.search(new RegExp(`=\\s*["']${uri.replaceAll(".", "\\.")}["']`));
  if (at === -1) return null;
  return /xmlns:([\w.-]+)\s*$/.exec(packet.slice(Math.max(0, at - 64), at))?.[1] ?? null;
}

/** The values of a property, written as an attribute, as an element, or as a list inside an element: where it first stands. */
export const valuesOf = (packet: string, qualified: string): readonly string[] =>
  statedIn(packet, qualified).next().value ?? [];

/** The same, of every place where it stands. */
export const allValuesOf = (packet: string, qualified: string): readonly string[] =>
  [...statedIn(packet, qualified)].flat();

function* statedIn(packet: string, qualified: string): Generator<readonly string[], undefined> {
  for (let at = packet.indexOf(qualified); at !== -1; at = packet.indexOf(qualified, at + 1)) {
    const before = packet[at - 1] ?? "";
    const end = at + qualified.length;
    if (before === "<" && endsName(packet, end)) {
      const inner = innerAt(packet, qualified, end);
      yield inner === null ? [] : textsOf(inner);
    }
    const attribute = /^\s*=\s*(["'])/.exec(packet.slice(end, end + 16));
    if (attribute && /\s/.test(before)) {
      const start = end + attribute[0].length;
      const close = packet.indexOf(attribute[1] ?? '"', start);
      yield close === -1 ? [] : [unescaped(packet.slice(start, close))];
    }
  }
}

/** What stands inside each element of this name. */
export function innersOf(packet: string, qualified: string): string[] {
  const found: string[] = [];
  for (let at = packet.indexOf(`<${qualified}`); at !== -1; at = packet.indexOf(`<${qualified}`, at + 1)) {
    const end = at + 1 + qualified.length;
    const inner = endsName(packet, end) ? innerAt(packet, qualified, end) : null;
    if (inner !== null) found.push(inner);
  }
  return found;
}

/** `PersonInImage` is not the beginning of `PersonInImageWDetails`. */
const endsName = (packet: string, at: number): boolean => !/[\w.-]/.test(packet[at] ?? "");

function innerAt(packet: string, qualified: string, from: number): string | null {
  const open = packet.indexOf(">", from);
  if (open === -1 || packet[open - 1] === "/") return null;
  const close = packet.indexOf(`</${qualified}>`, open);
  return close === -1 ? null : packet.slice(open + 1, close);
}

function textsOf(inner: string): string[] {
  const items = inner.split(/<rdf:li\b[^>]*>/).slice(1);
  const texts = items.length > 0 ? items.map((item) => item.split("<")[0] ?? "") : [inner.split("<")[0] ?? ""];
  return texts.map(unescaped).filter((text) => cleanText(text) !== null);
}

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const unescaped = (text: string): string =>
  text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w{2,4});/gi, (whole, body: string) => {
    if (!body.startsWith("#")) return named[body] ?? whole;
    const code = /^#x/i.test(body) ? Number.parseInt(body.slice(2), 16) : Number(body.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
