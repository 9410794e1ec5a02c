/** Path patterns as lines of text. */
import {
  coveredWords,
  isPatternError,
  type ManifestId,
  orderProofText,
  orderWords,
  type PatternPreview,
  type PatternRow,
  type PatternSuggestion,
  type PatternsView,
  type PatternTrial,
  parsePathPattern,
  percent,
  type RootDates,
  type ScanJobId,
  sourceWords,
} from "@landfall/protocol";
import { counted } from "./output.ts";
import { UsageError } from "./usage-error.ts";

/** What is wrong with one is shown under it. */
export function readPatterns(option: string, texts: readonly string[]): string[] {
  for (const text of texts) {
    const read = parsePathPattern(text);
    if (!isPatternError(read)) continue;
    const mark = `${" ".repeat(read.start)}${"^".repeat(Math.max(1, read.end - read.start))}`;
    throw new UsageError(`${option}\n  ${text}\n  ${mark}\n${read.message.replace(/\.$/, "")}`);
  }
  return texts.map((text) => text.trim());
}

/** What is known of dates that could be either way round, and how to say it where nobody has. */
export const datesLines = (dates: readonly RootDates[], id: ManifestId | ScanJobId): string[] =>
  dates.flatMap((each) => {
    const { folder, images, examples } = each;
    const known = orderProofText(each);
    if (known !== null) return [`  ${folder}: ${known}`];
    const [first = ""] = examples;
    return [
      `! ${folder}: ${examples.join(", ")} could be either way round; ${counted(images, "image")} below such names.`,
      `  ${orderWords(first, "dayFirst")}:   landfall pattern ${id} --dates dayFirst${dates.length > 1 ? ` --folder '${folder}'` : ""}`,
      `  ${orderWords(first, "monthFirst")}: landfall pattern ${id} --dates monthFirst${dates.length > 1 ? ` --folder '${folder}'` : ""}`,
    ];
  });

const suggestionLines = (view: PatternsView, { pattern, confidence, images, dates, ...each }: PatternSuggestion) => [
  `  ${pattern}`,
  `    confidence ${percent(confidence, 1)}: ${images.toLocaleString("en")} of ${counted(view.images, "image")}${
    dates.agree + dates.differ > 0
      ? `; of ${counted(dates.agree + dates.differ, "date")} ${percent(dates.agree, dates.agree + dates.differ)} are those of the photographs`
      : ""
  }${each.usedBy === null ? "" : `; used for ${each.usedBy}`}`,
  ...each.matching.map((path) => `    fits  ${path}`),
  ...each.others.map((path) => `    not   ${path}`),
];

export function viewLines(view: PatternsView): string[] {
  const { patterns, suggestions, dates, scanJobId, manifestId, images } = view;
  const [best] = suggestions;
  return [
    ...(patterns.length > 0
      ? ["In use:", ...patterns.map((pattern) => `  ${pattern}`)]
      : [`No path pattern is used; what folders say is guessed. ${counted(images, "image")}.`]),
    ...datesLines(dates, manifestId ?? scanJobId),
    ...(best ? ["Suggested:", ...suggestions.flatMap((each) => suggestionLines(view, each))] : ["None is suggested."]),
    ...(best && patterns.length === 0
      ? [`Next: landfall pattern ${manifestId ?? scanJobId} --try '${best.pattern}'`]
      : []),
  ];
}

const rowLines = ({ path, images, values, because }: PatternRow): string[] => [
  `  ${path || "(the folder itself)"}  ${counted(images, "image")}`,
  ...(because === null
    ? [`    ${values.map(({ field, value }) => `${field} ${value ?? "(either way round)"}`).join(" · ")}`]
    : [`    ${because}`]),
];

const more = (shown: number, all: number): string[] =>
  all > shown ? [`  and ${(all - shown).toLocaleString("en")} more`] : [];

export function trialLines(matching: PatternTrial, others: PatternTrial): string[] {
  const { images, matched, rows } = matching;
  return [
    `Fits ${matched.toLocaleString("en")} of ${counted(images, "image")} (${percent(matched, images)}).`,
    ...matching.items.flatMap(rowLines),
    ...more(matching.items.length, rows.matching),
    ...(rows.others > 0 ? ["Does not fit:", ...others.items.flatMap(rowLines)] : []),
    ...more(others.items.length, rows.others),
  ];
}

export function previewLines({
  encounters,
  encountersNow,
  images,
  coverage,
  complete,
  incomplete,
}: PatternPreview): string[] {
  const now = encountersNow === null ? "" : ` (now ${encountersNow.toLocaleString("en")})`;
  return [
    `It would make ${counted(encounters, "encounter")}${now}: ${complete} complete, ${incomplete} incomplete.`,
    ...coverage.map(
      ({ field, sources }) =>
        `  ${coveredWords[field].padEnd(13)} ${sources.map(({ source, images: of }) => `${source === null ? "none" : sourceWords[source]} ${percent(of, images)}`).join(", ")}`,
    ),
  ];
}
