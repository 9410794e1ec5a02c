/** What is said of a single image: the side of the animal, its quality, people in the picture. */
import { z } from "zod";
import { within } from "./plain-issues.ts";

/** Of the animal that is seen, in the words of `ac:subjectOrientation`. */
export const Side = z.enum(["left", "right", "anterior", "posterior", "dorsal", "ventral"]);
export type Side = z.infer<typeof Side>;

export const sideWords: Readonly<Record<Side, string>> = {
  left: "left side",
  right: "right side",
  anterior: "front",
  posterior: "from behind",
  dorsal: "from above",
  ventral: "from below",
};

/** 0 is of no use, 4 is the best. */
export const Quality = z.int().min(0, within(0, 4)).max(4, within(0, 4));

export const ImageFacts = z.object({
  side: Side.nullable(),
  quality: Quality.nullable(),
  /** People can be seen in it: it is not handed to others. */
  people: z.boolean(),
});
export type ImageFacts = z.infer<typeof ImageFacts>;
export type ImageFactName = keyof ImageFacts;
export const imageFactNames = ImageFacts.keyof().options;
export const noFacts: ImageFacts = { side: null, quality: null, people: false };

/** Any of them; null takes a side or a quality away. */
export const ImageFactsPatch = ImageFacts.partial().strict();
export type ImageFactsPatch = z.infer<typeof ImageFactsPatch>;

/** What is said once this has been said too. */
export const describedBy = (facts: ImageFacts, { side, quality, people }: ImageFactsPatch): ImageFacts => ({
  side: side === undefined ? facts.side : side,
  quality: quality === undefined ? facts.quality : quality,
  people: people ?? facts.people,
});

/**
 * Where a fact came from: the rating or a keyword in the file, a person that it names (IPTC) or a face that is marked in it
 * (MWG, Microsoft), its name, its folder, or a person.
 */
export const FactSource = z.enum(["rating", "keyword", "person", "face", "filename", "folder", "manual"]);
export type FactSource = z.infer<typeof FactSource>;

/** `raw` is the text it was read from; null where a person said it, or a face that is marked has no name. */
export const FactProvenance = z.partialRecord(
  ImageFacts.keyof(),
  z.object({ source: FactSource, raw: z.string().nullable() }),
);
export type FactProvenance = z.infer<typeof FactProvenance>;

/** `left side, quality 3, people in the picture`; nothing where nothing is said. */
export const factWords = ({ side, quality, people }: ImageFactsPatch): string[] => [
  ...(side ? [sideWords[side]] : []),
  ...(typeof quality === "number" ? [`quality ${quality}`] : []),
  ...(people ? ["people in the picture"] : []),
];

const sourceWords: Readonly<Record<FactSource, string>> = {
  rating: "the file's rating",
  keyword: "the keyword",
  person: "the person named in the file",
  face: "a face marked in the file",
  filename: "the file's name",
  folder: "the folder",
  manual: "you",
};

/** `the folder “Left”`, `the person named in the file “Jo”`, `you`. */
export const factSourceText = ({ source, raw }: NonNullable<FactProvenance[ImageFactName]>): string =>
  sourceWords[source] + (raw === null ? "" : source === "rating" ? ` ${raw}` : ` “${raw}”`);
