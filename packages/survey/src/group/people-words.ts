/** Keywords that say that people are in the picture, in the languages of the field. Pure. */
import { foldText } from "@landfall/protocol";

const words = (text: string): readonly string[] => text.split(/\s+/).filter(Boolean).map(foldText);

/** English, German, French, Spanish, Portuguese, Italian, Dutch, Norwegian, Danish and Swedish, one and several. */
const people = new Set(
  words(`
  people person persons human humans
  Menschen Mensch Personen Leute
  personnes personne gens humains humain
  personas persona gente humanos humano
  pessoas pessoa
  persone umani umano
  mensen mens personen persoon
  mennesker menneske personer människor människa folk`),
);

const pictures = new Set(
  words(`
  picture photo photograph image frame
  Bild Foto Aufnahme
  photo image cliché
  foto imagen fotografía
  imagem fotografia
  immagine fotografia
  foto beeld afbeelding
  bilde bildet billede billedet bilden bild fotot fotoet`),
);

const longestPhrase = 5;

/** `People`, `people_in_picture`, `Personen auf dem Bild`: the whole of it, so that `personal` and `People's Harbour` are none. */
function saysPeople(text: string): boolean {
  const [first = "", ...rest] = text
    .split(/[\s_'’-]+/)
    .filter(Boolean)
    .map(foldText);
  if (!people.has(first)) return false;
  return rest.length === 0 || (rest.length < longestPhrase && pictures.has(rest.at(-1) ?? ""));
}

/** A keyword, or one that lies under another: `People|Jo`, `Personen/Jo`, `Jo < People`. */
export const isOfPeople = (keyword: string): boolean => keyword.split(/[|/\\<>]/).some(saysPeople);
