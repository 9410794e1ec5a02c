/** The vocabulary of folder names: what the parts of a name can be. */

export type NamePart =
  | { readonly kind: "place"; readonly text: string }
  | { readonly kind: "people"; readonly text: string }
  /** One to three capitals: a person where the surroundings say so. */
  | { readonly kind: "initials"; readonly text: string }
  | { readonly kind: "number"; readonly number: number }
  /** An animal or a group of animals. */
  | { readonly kind: "animals"; readonly text: string }
  /** One letter behind a date: the `b` of `2024-07-15b` keeps a day's encounters apart. */
  | { readonly kind: "letter"; readonly text: string }
  | { readonly kind: "nothing" };

const nothing: NamePart = { kind: "nothing" };

const encounterWord = /^(?:enc(?:ounter)?|sighting)[\s._#-]*0*(\d{1,3})$/i;
const encounterLetter = /^E0*(\d{1,2})$/;
const trailingEncounter = /^(.+?)[\s,-]+(?:(?:enc(?:ounter)?|sighting)[\s._#-]*0*(\d{1,3})|E0*(\d{1,2}))$/i;
const leadingEncounter = /^(?:(?:enc(?:ounter)?|sighting)[\s._#-]*0*(\d{1,3})|E0*(\d{1,2}))[\s,-]+(\p{L}.+)$/iu;
const initials = /^\p{Lu}{2,3}$/u;
const joinedInitials = /^\p{Lu}{2,3}(?:\s*[+&]\s*\p{Lu}{2,3})+$/u;
const shortName = /^(?:\p{Lu}\.\s?)+\p{Lu}[\p{L}'’-]+$/u;
const joinedNames = /^(?:\p{Lu}\.\s?)+\p{Lu}[\p{L}'’-]+(?:\s*[+&]\s*(?:\p{Lu}\.\s?)+\p{Lu}[\p{L}'’-]+)+$/u;
const animals = /^(?:\p{Lu}{1,3}-?\d{1,4}\p{L}{0,3}|.*\bpods?|.*\bmatriline)$/u;

/** Names that cameras, programs and habits give to folders; none of them is a place or a person. */
const habits = new Set(
  `archive archived archives arw backup backups bad bak best bests better blurred blurry burst camera cameras card cards catalog
   catalogue check checked clip clips clock clocks copies copy corrected correction corrections cr2 cr3 crop cropped crops darktable
   data date dates day dcim default delete deleted desktop disk dng dngs documents done download downloads draft drafts drive dump dup
   duplicate duplicates dups edit edited edits encounter encounters export exported exports favorite favorites favourite favourites
   fieldwork file files fin final fins fix fixed fixes fluke flukes good gps highres hires id ids image images img import imported
   incoming ingest jpeg jpegs jpg jpgs keep keepers left lightroom lowres media memory merged misc miscellaneous mov movie movies nef
   nefs negatives new offload offloaded ok old orf original originals other others photo photographs photos pic picks pics pictures png
   preview previews processed processing project raw raws recovered recovery reject rejected rejects rename renamed reset resets resize
   resized restored right scan scanned scans sd season select selected selection selects sequence session shot shots sightings slide
   slides small sorted ssd starred stick survey surveys sync synced tagged temp test testing tests thumbnail thumbnails thumbs tif
   tiff time times tmp todo transfer transferred trash trip trips unchecked unedited unknown unprocessed unsorted untagged untitled
   upload uploads usa usb video videos web wip work working wrong xmp`.split(/\s+/),
);
const cameraFolder = /^\d{3}[A-Z0-9_]{3,5}$/i;
const months =
  "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
const seasons = new RegExp(
  `^(?:early |late |mid)?(?:(?:spring|summer|autumn|fall|winter|season|year|week)[a-z]*|${months})\\b`,
  "i",
);

/** True for a name that says nothing of place or person, such as `DCIM`, `100CANON`, `BEST`, `Summer 2024`, `card 2`. */
export function isHabit(text: string): boolean {
  const words = text
    .toLowerCase()
    .split(/[\s_,.+()[\]#-]+/)
    .filter((word) => word !== "");
  if (words.length === 0 || !/\p{L}/u.test(text) || cameraFolder.test(text)) return true;
  if (seasons.test(text) && !isPlaceOfSeason(text)) return true;
  const saying = new Set(["to", "the", "of", "for", "and", "a", "no", "not", "folder"]);
  return words.every((word) => {
    // `card2` is a card; short words with a number may be animals.
    const plain = word.replace(/(?<=\p{L}{4})\d+$/u, "");
    return habits.has(plain) || saying.has(plain) || /^\d+$/.test(word);
  });
}

const geographic =
  "archipelago|bank|banks|basin|bay|beach|bight|canal|cape|channel|cliffs|coast|cove|estuary|firth|fjord|gulf|harbor|harbour|head|inlet|island|islands|isle|isles|lagoon|lake|loch|narrows|ocean|pass|passage|peninsula|point|port|reef|ridge|river|rocks|sea|seamount|shoal|sound|strait|straits";
const geographicName = new RegExp(
  `\\b(?:${geographic})$|^(?:${geographic}|bah[ií]a|golfo|isla|île|mar|ria|cabo) (?:of |de |del |d')?\\p{L}`,
  "iu",
);

/** `Winter Harbour`, `May Island`; not `Summer Haro Strait`. */
function isPlaceOfSeason(text: string): boolean {
  const [first, second, ...others] = text.split(" ");
  return others.length === 0 && /^\p{L}+$/u.test(first ?? "") && isWordOfPlaces(second ?? "");
}

const placeWord = new RegExp(`^(?:${geographic}|bah[ií]a|golfo|isla|île|mar|ria|cabo|cap|punta)$`, "iu");

/** One word of the names of places, such as `Harbour`. */
export const isWordOfPlaces = (word: string): boolean => placeWord.test(word);

/** True for a name that says itself that it is a place, such as `Haro Strait` or `Bay of Fundy`. */
export const isGeographic = (text: string): boolean => !isHabit(text) && !/\d/.test(text) && geographicName.test(text);

export const isInitials = (text: string): boolean =>
  !isHabit(text) && (initials.test(text) || joinedInitials.test(text));
export const isShortName = (text: string): boolean => shortName.test(text) || joinedNames.test(text);

/** `2` of `Enc02`, `E2` or `encounter 2`. */
export function encounterNumberIn(text: string): number | null {
  const digits = encounterWord.exec(text)?.[1] ?? encounterLetter.exec(text)?.[1];
  return digits === undefined || Number(digits) === 0 ? null : Number(digits);
}

/** Splits a name at underscores and spaced dashes and says what each part is. */
export function partsOf(rest: string): NamePart[] {
  return (
    rest
      .split(/_+|\s+[-–—]+\s+|\s{2,}|;|^\s*[-–—.]+\s*|\s*[-–—.]+\s*$/u)
      // A time of day may follow the date.
      .map((part) => part.replace(/^[\s,.\-–—]+|[\s,\-–—]+$/gu, "").replace(/^\d{4}h?\s+(?=\p{L})/u, ""))
      .filter((part) => part !== "")
      .flatMap(toParts)
  );
}

function toParts(text: string): NamePart[] {
  const number = encounterNumberIn(text);
  if (number !== null) return [{ kind: "number", number }];
  const trailing = trailingEncounter.exec(text);
  if (trailing) {
    const [, before = "", word, letter] = trailing;
    return [...toParts(before), { kind: "number", number: Number(word ?? letter) }];
  }
  const leading = leadingEncounter.exec(text);
  if (leading) {
    const [, word, letter, behind = ""] = leading;
    return [{ kind: "number", number: Number(word ?? letter) }, ...toParts(behind)];
  }
  if (/^\p{L}$/u.test(text)) return [{ kind: "letter", text }];
  if (isHabit(text)) return [nothing];
  if (joinedInitials.test(text) || isShortName(text)) return [{ kind: "people", text }];
  if (animals.test(text)) return [{ kind: "animals", text }];
  if (initials.test(text)) return [{ kind: "initials", text }];
  return [{ kind: "place", text }];
}
