/** The side, the quality and people of a photograph, as its file says them before a person does. Pure. */
import { noFacts } from "@landfall/protocol";
import { saidSide } from "../individuals/side.ts";
import type { ImageMetadata, SaidFacts } from "../ports.ts";

export const nothingSaid: SaidFacts = { ...noFacts, said: {} };

const ofPeople = /^(?:people|persons?|humans?)(?:[\s_-]*(?:in|on)[\s_-]*(?:the[\s_-]*)?(?:picture|photo|image))?$/i;

/** One star to five are quality 0 to 4; what was rejected is of no use, as one star is. */
const qualityOf = (rating: number): number => Math.min(Math.max(rating, 1), 5) - 1;

/** @param path below its root */
export function factsOf(path: string, metadata: Pick<ImageMetadata, "rating" | "keywords"> | null): SaidFacts {
  const keywords = (metadata?.keywords ?? []).map(({ value }) => value);
  const side = saidSide(path, keywords);
  const rating = metadata?.rating ?? null;
  const people = keywords.find((keyword) => ofPeople.test(keyword.trim()));
  return {
    side: side?.side ?? null,
    quality: rating === null ? null : qualityOf(rating),
    people: people !== undefined,
    said: {
      ...(side && { side: { source: side.source, raw: side.raw } }),
      ...(rating !== null && { quality: { source: "rating" as const, raw: String(rating) } }),
      ...(people !== undefined && { people: { source: "keyword" as const, raw: people } }),
    },
  };
}

/** What is not said of the one stands with the other: the JPEG beside a RAW file shows the same. */
export function orElse(own: SaidFacts, other: SaidFacts): SaidFacts {
  return {
    side: own.side ?? other.side,
    quality: own.quality ?? other.quality,
    people: own.people || other.people,
    said: { ...other.said, ...own.said },
  };
}
