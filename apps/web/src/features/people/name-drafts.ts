/** What a person has written beside names, before it is saved. */
import { type AliasesRequest, type NameSuggestion, PersonName, type PhotographerName } from "@landfall/protocol";

/** The text of a field, or that the name is no person. */
export type NameDraft = { readonly text: string } | "nobody";
export type NameDrafts = Readonly<Record<string, NameDraft>>;

/** `Bill Wood + Ann Wave`, as it is shown and may be written. */
export const peopleText = (people: readonly string[]): string => people.join(" + ");

const peopleIn = (text: string): string[] =>
  text
    .split(/[|;+&\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== "");

export const savedDraft = ({ state, people }: Pick<PhotographerName, "state" | "people">): NameDraft =>
  state === "rejected" ? "nobody" : { text: peopleText(people.map(({ name }) => name)) };

const textOf = (draft: NameDraft): string | null => (draft === "nobody" ? null : draft.text.trim());

/** A name too long to be one. */
export const isWrong = (draft: NameDraft): boolean =>
  draft !== "nobody" && peopleIn(draft.text).some((name) => !PersonName.safeParse(name).success);

/** What differs from what is saved, as the station takes it. */
export function changedAliases(names: readonly PhotographerName[], drafts: NameDrafts): AliasesRequest["aliases"] {
  return names.flatMap((each) => {
    const draft = drafts[each.name];
    if (draft === undefined || textOf(draft) === textOf(savedDraft(each))) return [];
    if (draft === "nobody") return [{ name: each.name, people: [] }];
    const people = peopleIn(draft.text);
    return [{ name: each.name, people: people.length > 0 ? people : null }];
  });
}

export const isLikely = ({ suggestions }: PhotographerName): boolean => suggestions.length === 1;

/** Those that have one suggestion alone. */
export const likelyAliases = (names: readonly PhotographerName[]): AliasesRequest["aliases"] =>
  names.filter(isLikely).map(({ name, suggestions }) => ({ name, people: suggestions[0]?.people ?? [] }));

export const suggestionDraft = ({ people }: NameSuggestion): NameDraft =>
  people.length === 0 ? "nobody" : { text: peopleText(people) };
