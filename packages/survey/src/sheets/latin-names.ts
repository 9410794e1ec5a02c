/** Whether the cells of a column are scientific names. `Orcinus orca` and `Killer whale` are written alike: the words tell. */

/** Genus and species, and nothing else. Latin has no accents. */
const binomial = /^[A-Z][a-z]{2,} [a-z]{3,}$/;

/** Of Latin names of species. */
const ending = /(?:us|as|ps|a|um|is|i|ae|ensis|ens|ans|or|x|os|on|es|er|yi|e)$/;

/** Words of the names that people give to animals, in the languages that sheets are kept in. */
const vernacular = new RegExp(
  `\\b(?:${[
    "[a-z]*whales?|[a-z]*dolphins?|[a-z]*porpoises?|[a-z]*seals?|lions?|[a-z]*sharks?|[a-z]*rays?|turtles?|otters?|manatees?|dugongs?|resident|transient|walrus|orcas?|bears?|belugas?|narwhals?|minkes?|humpbacks?|finback|species|unidentified|unknown",
    "ballenas?|delfin(?:es)?|marsopas?|focas?|lobos?|tiburon(?:es)?|cachalotes?|rorcual(?:es)?|vaquitas?|tortugas?|tonina|manati|nutria|residentes?|transitorias?|elefante|comun|gris|azul|negr[oa]|blanc[oa]|marin[oa]|jorobada|especie",
    "baleines?|dauphins?|marsouins?|phoques?|rorquals?|cachalots?|requins?|globicephales?|tortues?|commune?|bleue?|noire?|blanche?|grise?|moine|veau",
    "balen[ae]|balenotter[ae]|delfin[oi]|focen[ae]|squal[oi]|capodogli[oi]|tursiop[ei]|stenell[ae]|zifi[oi]|grampo|comune|minore",
    "baleias?|golfinhos?|botos?|toninhas?|tubarao|cachalote|lobo|comum|preta|cinza",
    "[a-z]*wale?|[a-z]*delfine?|[a-z]*robben?|[a-z]*haie?|tummler|gemeiner?",
    "[a-z]*walvis(?:sen)?|[a-z]*dolfijn(?:en)?|bruinvis(?:sen)?|tuimelaars?|zwaardvis|[a-z]*zeehond(?:en)?|haai(?:en)?|gewone|grijze",
    "[a-z]*hval(?:er)?|[a-z]*val(?:ar)?|[a-z]*delfiner|nise|[a-z]*sel(?:er)?|[a-z]*sal(?:ar)?|tumlare|marsvin|spekkhoggere?|spaekhuggere?",
  ].join("|")})\\b`,
  "i",
);

/** Of which one or the other word is also what people say. */
const genera = new Set("Orcinus Stenella Dugong Physeter Delphinus Orcaella Pseudorca Tursiops".split(" "));

const isVernacular = (text: string): boolean => !genera.has(text.split(" ")[0] ?? "") && vernacular.test(text);

/**
 * @param texts the filled cells
 * @returns true where nearly all are a genus and a species, and none is what people call an animal
 */
export function areLatinNames(texts: readonly string[]): boolean {
  const latin = texts.filter(
    (text) => binomial.test(text) && (ending.test(text) || genera.has(text.split(" ")[0] ?? "")),
  );
  return latin.length > 0 && latin.length >= texts.length * 0.8 && !texts.some(isVernacular);
}
