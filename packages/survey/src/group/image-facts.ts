/** The side, the quality and people of a photograph, as its file says them before a person does. Pure. */
import { type FactProvenance, noFacts } from "@landfall/protocol";
import { saidSide } from "../individuals/side.ts";
import type { ImageMetadata, SaidFacts } from "../ports.ts";
import { isOfPeople } from "./people-words.ts";

export const nothingSaid: SaidFacts = { ...noFacts, said: {} };

/** One star to five are quality 0 to 4; what was rejected is of no use, as one star is. */
const qualityOf = (rating: number): number => Math.min(Math.max(rating, 1), 5) - 1;

type Stated = Pick<ImageMetadata, "rating" | "keywords" | "keywordPaths" | "people">;

/** The standards' own properties come before keywords. A face may be an animal's, where it has the animal's name. */
function saidPeople(
  metadata: Stated | null,
  isAnimal: (name: string) => boolean,
): FactProvenance["people"] | undefined {
  const person = metadata?.people?.find(({ name }) => name === null || !isAnimal(name));
  if (person) return { source: person.source, raw: person.name };
  const keyword = [...(metadata?.keywords ?? []).map(({ value }) => value), ...(metadata?.keywordPaths ?? [])].find(
    isOfPeople,
  );
  return keyword === undefined ? undefined : { source: "keyword", raw: keyword };
}

/**
 * @param path below its root
 * @param isAnimal whether a name is that of an animal, by the population's rule
 */
export function factsOf(path: string, metadata: Stated | null, isAnimal: (name: string) => boolean): SaidFacts {
  const side = saidSide(
    path,
    (metadata?.keywords ?? []).map(({ value }) => value),
  );
  const rating = metadata?.rating ?? null;
  const people = saidPeople(metadata, isAnimal);
  return {
    side: side?.side ?? null,
    quality: rating === null ? null : qualityOf(rating),
    people: people !== undefined,
    said: {
      ...(side && { side: { source: side.source, raw: side.raw } }),
      ...(rating !== null && { quality: { source: "rating" as const, raw: String(rating) } }),
      ...(people && { people }),
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
