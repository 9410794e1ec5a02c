/** The individuals of a population as files and lists name them, and what is nearly one. Nothing is stored. */
import {
  type AnimalNamed,
  animalsNamed,
  finishedReadings,
  keptCatalogue,
  knownIndividuals,
  population,
  readingFiles,
  rulesWithCatalogue,
  type StationDatabase,
  scanJobView,
} from "@landfall/db";
import {
  foldText,
  Identifier,
  type IdentifiersPreview,
  type IdentifiersRequest,
  type IndividualsView,
  LandfallError,
  type NearIdentifier,
  type PopulationId,
} from "@landfall/protocol";
import {
  type GroupInput,
  type IdentifierRules,
  type Identifiers,
  identifiersBy,
  individualsIn,
  keywordsOf,
  patternOf,
} from "@landfall/survey";

export function refuseUnknown(db: StationDatabase, id: PopulationId): void {
  if (!population(db, id)) throw new LandfallError("NOT_FOUND", { detail: `population ${id}` });
}

const imagesOf = (db: StationDatabase, id: PopulationId): GroupInput[] =>
  finishedReadings(db, id).flatMap(({ scanJob, reading }) =>
    readingFiles(db, reading, scanJobView(db, scanJob).folders).files.filter(({ bucket }) => bucket === "image"),
  );

interface Near {
  readonly individual: string;
  readonly texts: Map<string, string>;
  /** By their bytes: one that lies under several paths is one. */
  readonly photographs: Set<string>;
  encounters: number;
}

const examplesShown = 3;

/** What keywords, names of files and folders, and lists of animals nearly say. */
function nearIn(
  files: readonly GroupInput[],
  lists: ReadonlyMap<string, AnimalNamed>,
  identifiers: Identifiers,
): NearIdentifier[] {
  const near = new Map<string, Near>();
  const nearOf = (text: string, individual: string): Near => {
    const known = near.get(foldText(text)) ?? { individual, texts: new Map(), photographs: new Set(), encounters: 0 };
    near.set(foldText(text), known);
    return known;
  };
  for (const file of files)
    for (const found of individualsIn({ path: file.path, ...keywordsOf(file.metadata) }, identifiers))
      for (const { text, individual } of found.near) {
        const known = nearOf(text, individual);
        known.texts.set(found.raw, text);
        known.photographs.add(file.sha256 ?? `${file.root}/${file.path}`);
      }
  for (const [list, { encounters, by }] of lists)
    for (const { text, individual } of identifiers.find(list).near) {
      const known = nearOf(text, individual);
      for (const example of by.length > 0 ? by : [list]) known.texts.set(example, text);
      known.encounters += encounters;
    }
  return [...near.values()]
    .map(({ individual, texts, photographs, encounters }) => ({
      text: [...texts.values()][0] ?? "",
      individual,
      images: photographs.size,
      encounters,
      examples: [...texts.keys()].slice(0, examplesShown),
    }))
    .sort((a, b) => b.images - a.images || b.encounters - a.encounters || (a.text < b.text ? -1 : 1));
}

const mostExamples = 100;

/** As many as a rule may be made of, from the whole of the list. */
const spread = (names: readonly string[]): string[] => {
  const step = Math.max(1, names.length / mostExamples);
  return Array.from({ length: Math.min(names.length, mostExamples) }, (_, at) => names[Math.floor(at * step)] ?? "");
};

export function individualsView(db: StationDatabase, id: PopulationId): IndividualsView {
  refuseUnknown(db, id);
  const rules = rulesWithCatalogue(db, id);
  const identifiers = identifiersBy(rules);
  const animals = animalsNamed(db, id);
  const known = knownIndividuals(db, id);
  const catalogue = keptCatalogue(db, id);
  const inCatalogue = new Set(catalogue.names.map(foldText));
  const names = new Map(
    [...animals.keys()].filter(identifiers.isIdentifier).map((name) => [foldText(name), name] as const),
  );
  for (const [folded, { name }] of known) if (!names.has(folded)) names.set(folded, name);
  return {
    examples: [...rules.examples],
    pattern: patternOf(rules.examples),
    individuals: [...names]
      .map(([folded, name]) => {
        const fromHub = inCatalogue.has(folded) ? ("found" as const) : ("new" as const);
        const { state = fromHub, reason = null } = known.get(folded) ?? {};
        return { name, state, reason, encounters: animals.get(name)?.encounters ?? 0 };
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    near: nearIn(imagesOf(db, id), animals, identifiers),
    corrections: rules.corrections.map(({ text, individual }) => ({ text, individual })),
    catalogue: {
      individuals: catalogue.names.length,
      fetchedAt: catalogue.fetchedMs === null ? null : new Date(catalogue.fetchedMs).toISOString(),
      examples: spread(catalogue.names.filter((name) => Identifier.safeParse(name).success)),
    },
  };
}

/** The rules as the request would make them. */
function rulesAfter(rules: IdentifierRules, { examples, corrections, forget }: IdentifiersRequest): IdentifierRules {
  const gone = new Set([...forget, ...corrections.map(({ text }) => text)].map(foldText));
  const kept = rules.corrections.filter(({ text }) => !gone.has(foldText(text)));
  return { ...rules, examples: examples ?? rules.examples, corrections: [...kept, ...corrections] };
}

export function previewIdentifiers(
  db: StationDatabase,
  id: PopulationId,
  request: IdentifiersRequest,
): IdentifiersPreview {
  refuseUnknown(db, id);
  const rules = rulesAfter(rulesWithCatalogue(db, id), request);
  const identifiers = identifiersBy(rules);
  const images = imagesOf(db, id);
  const animals = animalsNamed(db, id);
  const found = new Set([
    ...images.flatMap((image) =>
      individualsIn({ path: image.path, ...keywordsOf(image.metadata) }, identifiers).flatMap(
        (each) => each.individuals,
      ),
    ),
    ...[...animals.keys()].flatMap((text) => identifiers.find(text).individuals),
  ]);
  return {
    pattern: patternOf(rules.examples),
    found: found.size,
    examples: [...found].sort().slice(0, examplesShown),
    near: nearIn(images, animals, identifiers).length,
  };
}
