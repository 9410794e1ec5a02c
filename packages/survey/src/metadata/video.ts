/** MP4 and QuickTime: the recording's local time where the camera states its zone, its position, make and model. */
import { type Box, boxes, boxesIn, findBox } from "./boxes.ts";
import type { ByteSource } from "./byte-source.ts";
import { cleanText } from "./text.ts";

export interface VideoTags {
  /** `2020-05-04T18:39:11-0400`; empty where no place states a zone. */
  readonly creationDate: string;
  /** `+48.5521-123.1786+012.3/` (ISO 6709). */
  readonly location: string;
  readonly make: string;
  readonly model: string;
  /** The file ends before its boxes do. */
  readonly truncated: boolean;
}

const longest = 64 * 1024;
const mostMetaBytes = 1024 * 1024;

export function readVideo(source: ByteSource): VideoTags {
  const top = [...boxes(source, 0, source.size)];
  const moov = findBox(top, "moov");
  const inside = moov ? boxesIn(source, moov) : [];
  const apple = appleValues(source, findBox(inside, "meta"));
  const udta = findBox(inside, "udta");
  const user = new Map((udta ? boxesIn(source, udta) : []).map((box) => [box.type, userText(source, box)]));
  const of = (key: string, type: string) => apple.get(`com.apple.quicktime.${key}`) ?? user.get(type) ?? "";
  return {
    creationDate: of("creationdate", "©day"),
    location: of("location.ISO6709", "©xyz"),
    make: of("make", "©mak"),
    model: of("model", "©mod"),
    truncated: !moov || top.some(({ at, length }) => at + length > source.size),
  };
}

/** Apple's way: a list of keys, and values by the number of their key. QuickTime's `meta` has no version in front of its boxes. */
function appleValues(source: ByteSource, meta: Box | undefined): Map<string, string> {
  const values = new Map<string, string>();
  if (!meta || meta.length > mostMetaBytes) return values;
  const plain = boxesIn(source, meta);
  const children = findBox(plain, "keys") ? plain : [...boxes(source, meta.at + 4, meta.at + meta.length)];
  const [keys, list] = [findBox(children, "keys"), findBox(children, "ilst")];
  if (!keys || !list) return values;
  const names = [...boxes(source, keys.at + 8, keys.at + keys.length)].map((box) =>
    source.slice(box.at, Math.min(box.length, 256)).toString("utf8"),
  );
  for (const item of boxesIn(source, list)) {
    const name = names[Buffer.from(item.type, "latin1").readUInt32BE(0) - 1];
    const data = findBox(boxesIn(source, item), "data");
    if (name && data) values.set(name, source.slice(data.at + 8, Math.min(data.length - 8, longest)).toString("utf8"));
  }
  return values;
}

/** Length and language in front of the text. */
function userText(source: ByteSource, { at, length }: Box): string {
  const body = source.slice(at, Math.min(length, longest));
  if (body.length < 4) return "";
  return cleanText(body.toString("utf8", 4, 4 + body.readUInt16BE(0))) ?? "";
}
