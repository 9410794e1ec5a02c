/** What a key or a button says of images: side, quality, people in the picture. Pure. */
import {
  factSourceText,
  factWords,
  type ImageFactName,
  type ImageFacts,
  type ImageFactsPatch,
  type ImageRow,
  imageFactNames,
  noFacts,
  type Side,
} from "@landfall/protocol";

/** T is the tail, D and V are dorsal and ventral: B and S have other work among images. */
export const sideKeys: Readonly<Record<string, Side>> = {
  l: "left",
  r: "right",
  f: "anterior",
  t: "posterior",
  d: "dorsal",
  v: "ventral",
};
export const qualities = [0, 1, 2, 3, 4] as const;

/** For the corner of a small image. */
export const shortSides: Readonly<Record<Side, string>> = {
  left: "Left",
  right: "Right",
  anterior: "Front",
  posterior: "Behind",
  dorsal: "Above",
  ventral: "Below",
};

/** What a key says; nothing where it is another's. */
export function patchOfKey(key: string): ImageFactsPatch | undefined {
  const side = sideKeys[key];
  if (side) return { side };
  if (key === "p") return { people: true };
  return /^[0-4]$/.test(key) ? { quality: Number(key) } : undefined;
}

/** Said again of images that all have it already, it is taken back. */
export function toggled(patch: ImageFactsPatch, images: readonly ImageFacts[]): ImageFactsPatch {
  const names = imageFactNames.filter((name) => patch[name] !== undefined);
  const isSaid = images.every((image) => names.every((name) => image[name] === patch[name]));
  return isSaid ? Object.fromEntries(names.map((name) => [name, noFacts[name]])) : patch;
}

/** The value that all of them have; `undefined` where they differ. */
export function commonOf<Name extends ImageFactName>(
  images: readonly ImageFacts[],
  name: Name,
): ImageFacts[Name] | undefined {
  const [first, ...others] = images;
  return first && others.every((image) => image[name] === first[name]) ? first[name] : undefined;
}

const takenBack: Readonly<Record<ImageFactName, string>> = {
  side: "no side",
  quality: "no quality",
  people: "no people in the picture",
};

/** `left side`, `no quality`. */
export const patchWords = (patch: ImageFactsPatch): string =>
  [
    ...factWords(patch),
    ...imageFactNames.filter((name) => patch[name] === noFacts[name]).map((name) => takenBack[name]),
  ].join(", ");

const nameWords: Readonly<Record<ImageFactName, string>> = { side: "Side", quality: "Quality", people: "People" };

/** `Side from the folder “Left” · No people in the picture, by you`; empty where nothing is said. */
export const provenanceOfFacts = ({ said, ...facts }: ImageFacts & Pick<ImageRow, "said">): string =>
  imageFactNames
    .flatMap((name) => {
      const from = said[name];
      if (!from) return [];
      const text = factSourceText(from);
      // What a person has taken back was said too.
      if (facts[name] === noFacts[name]) return [`N${takenBack[name].slice(1)}, by ${text}`];
      return [`${nameWords[name]} from ${text}`];
    })
    .join(" · ");
