/** Catalogue photographs: reference images of one individual by side, told by their names. Pure. */
import { daysIn } from "../group/days-in-names.ts";
import { type Identifiers, identifiersBy, noIdentifiers } from "./identifiers.ts";
import { saidSide, withoutSide } from "./side.ts";

export interface Reference {
  readonly individual: string;
  /** The name of the file. */
  readonly raw: string;
}

const catalogue =
  /(?:^|[\s_.-])(?:catalogues?|catalogs?|cat[aá]logos?|katalog(?:e|er)?|catalogus|catalogo)(?:$|[\s_.-])/iu;
const references = /^ref(?:erence)?s?(?:[\s_-]*(?:images?|photos?|photographs?))?$/i;

/** What cameras call their files: no identifier, whatever folder it lies in. */
const counter = /^(?:img|dsc[nf]?|_?dsc|_?mg|pict?|p\d|mvi|pxl|gopr|sam|s?cimg|imag)[_-]?\d{3,}$/i;
const mayBeIdentifier = (text: string): boolean =>
  /^(?=.*\d)[\p{L}\d][\p{L}\d .#-]{0,30}$/u.test(text) && !counter.test(text) && daysIn(text) === null;

interface Named {
  /** Below its root. */
  readonly path: string;
  /** What the root itself is called. */
  readonly root: string;
  /** Something says on which day it was taken. */
  readonly hasDay: boolean;
}

/**
 * `Catalogue/Left/017-03W_L.jpg` is of 017-03W. The name is an identifier and nothing else, by the population's rule; below a folder
 * that is called a catalogue also without one. Elsewhere a photograph that has a day is one of that day's encounter.
 */
export function referenceOf({ path, root, hasDay }: Named, identifiers: Identifiers): Reference | null {
  const [name = "", ...folders] = path.split("/").reverse();
  if (saidSide(path) === null) return null;
  const stem = withoutSide(name.replace(/\.[^.]*$/, ""));
  const written = identifiers.list(stem);
  const known = identifiers.isIdentifier(written) ? written : null;
  const inCatalogue = [...folders, root].some((folder) => catalogue.test(folder) || references.test(folder));
  if (inCatalogue && (known !== null || mayBeIdentifier(stem))) return { individual: known ?? stem, raw: name };
  return known !== null && !hasDay ? { individual: known, raw: name } : null;
}

const noRule = identifiersBy(noIdentifiers);

/** Whether a photograph is a reference image by its folder and name alone: patterns of sightings need not fit it. */
export const isOfCatalogue = ({ root, path }: { root: number; path: string }, roots: readonly string[]): boolean =>
  referenceOf({ path, root: rootName(roots[root]), hasDay: true }, noRule) !== null;

/** What the folder that was scanned is called. */
export const rootName = (root = ""): string => root.split(/[/\\]/).at(-1) ?? "";
