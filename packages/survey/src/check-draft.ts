/** A draft → what a person should know before approving it. Pure. */
import {
  type FindingCode,
  findingTable,
  missingFields,
  type PopulationSettings,
  type ReasonCode,
  reasonTable,
} from "@landfall/protocol";
import { copiesOf } from "./group/copies.ts";
import type { Draft, DraftCheck, DraftEncounter, EncounterCheck } from "./ports.ts";

const mostExamples = 3;

/** @param roots the roots of the scan, to name those that are copies of others */
export function checkDraft(draft: Draft, settings: PopulationSettings, roots: readonly string[] = []): DraftCheck {
  const encounters = draft.encounters.map((encounter) => checkEncounter(encounter, settings));
  const complete = encounters.filter(({ missing }) => missing.length === 0).length;
  return {
    encounters,
    complete,
    incomplete: encounters.length - complete,
    files: tallyOf(draft.files),
    reasons: reasonsOf(draft.files),
    findings: findingsOf(draft),
    copies: [...copiesOf(draft.files)].map(([root, { of, images }]) => ({
      folder: roots[root] ?? "",
      of: roots[of] ?? "",
      images,
    })),
  };
}

/** The same check for one encounter. */
function checkEncounter(
  { values, findings, images }: Pick<DraftEncounter, "values" | "findings" | "images">,
  settings: PopulationSettings,
): EncounterCheck {
  const counts = new Map<FindingCode, number>(findings.map((code) => [code, 1]));
  for (const code of images.flatMap((image) => image.findings)) counts.set(code, (counts.get(code) ?? 0) + 1);
  return { missing: missingFields(values, settings), findings: [...counts].map(([code, count]) => ({ code, count })) };
}

/** Of what lies in the folders now; a file that could not be read this time counts as that, whatever is known of it. */
function tallyOf(all: Draft["files"]): DraftCheck["files"] {
  const placeOf = ({ root, path }: Draft["files"][number]) => `${root} ${path}`;
  const unread = new Set(all.filter(({ bucket }) => bucket === "unreadable").map(placeOf));
  const isThere = (file: Draft["files"][number]) =>
    !file.findings.includes("DELIVERED_GONE") && (file.bucket === "unreadable" || !unread.has(placeOf(file)));
  const files = all.filter(isThere);
  const of = (bucket: string) => files.filter((file) => file.bucket === bucket).length;
  return { found: files.length, images: of("image"), unreadable: of("unreadable"), ignored: of("ignored") };
}

function reasonsOf(files: Draft["files"]): DraftCheck["reasons"] {
  const counts = newCounts<ReasonCode>();
  for (const { reason, path } of files) if (reason !== null) counts.add(reason, path);
  return counts.list().map(({ code, ...rest }) => ({ reason: code, message: reasonTable[code], ...rest }));
}

/** Findings of files (each file counts), of images' places, and of whole encounters (named by their first image). */
function findingsOf({ files, encounters }: Draft): DraftCheck["findings"] {
  const counts = newCounts<FindingCode>();
  for (const { findings, path } of files) for (const code of new Set(findings)) counts.add(code, path);
  for (const { findings, images } of encounters) {
    for (const code of findings) counts.add(code, files[images[0]?.files[0] ?? -1]?.path ?? "");
    for (const image of images) {
      const [first = -1] = image.files;
      const ofFiles = new Set(image.files.flatMap((file) => files[file]?.findings ?? []));
      for (const code of image.findings) if (!ofFiles.has(code)) counts.add(code, files[first]?.path ?? image.fileName);
    }
  }
  const severity = { blocking: 0, warning: 1, note: 2 } as const;
  return counts
    .list()
    .map(({ code, ...rest }) => ({ code, ...findingTable[code], ...rest }))
    .sort((a, b) => severity[a.severity] - severity[b.severity] || b.count - a.count);
}

/** How often each code occurs, with a few of the files. */
function newCounts<C extends string>() {
  const byCode = new Map<C, { count: number; examples: string[] }>();
  return {
    add(code: C, example: string): void {
      const entry = byCode.get(code) ?? { count: 0, examples: [] };
      entry.count += 1;
      if (entry.examples.length < mostExamples) entry.examples.push(example);
      byCode.set(code, entry);
    },
    list: () => [...byCode].map(([code, entry]) => ({ code, ...entry })).sort((a, b) => b.count - a.count),
  };
}
