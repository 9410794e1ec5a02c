/** Found files → draft encounters: by local day, place and photographer, with the folder as a hint. Pure. */
import type { FindingCode } from "@landfall/protocol";
import type { DraftEncounter, DraftImage, GroupInput, GroupOptions } from "../ports.ts";
import { applySet } from "./apply-set.ts";
import { withClocks } from "./clocks.ts";
import { type Leads, leadsOf, withSidecars } from "./companions.ts";
import { fieldsOf, findingsOf, type Member } from "./encounter-fields.ts";
import { type Evidence, evidenceOf, newMemo } from "./evidence.ts";
import { assignNumbers } from "./numbers.ts";
import { type Photograph, photographsOf } from "./same-bytes.ts";
import { pictureFindings } from "./same-picture.ts";
import { byTime, splitAtGaps, type Timed } from "./time-gaps.ts";
import { offsetAt } from "./zone-offset.ts";

interface Placed extends Member, Timed {
  readonly photograph: Photograph;
  /** The file it belongs to. */
  readonly lead: GroupInput | null;
}

const defaultGapMs = 2 * 60 * 60 * 1000;

/**
 * Every image file ends in exactly one encounter (its bytes, once). Photographs are together when day, place, photographer and
 * the encounter that a folder names are the same, and, where no folder names one, no pause is longer than the gap. Those
 * without any day stay with their folder. What belongs to another file goes where that one goes.
 * @param found as a scan found them; `DraftImage.files` are indexes into this list
 */
export function groupFiles(found: readonly GroupInput[], options: GroupOptions): DraftEncounter[] {
  const memo = newMemo();
  const leads = leadsOf(found);
  const files = withClocks(withSidecars(found, leads), options.roots, options.clocks ?? []);
  const evidence = files.flatMap((input, index) => {
    if (input.bucket !== "image" || input.sha256 === null) return [];
    const lead = leads.get(index) ?? index;
    const of = evidenceOf(files[lead] ?? input, lead, options.roots, options.override ?? {}, memo);
    return [lead === index ? of : { ...of, file: index, findings: [] }];
  });
  const pictures = pictureFindings(files);
  const placed = photographsOf(evidence, files).flatMap((photograph) => toPlaced(photograph, files, leads));
  const drafts = [...Map.groupBy(placed, ({ evidence }) => groupKey(evidence)).values()]
    .flatMap((group) => (isHeldTogether(group) ? [group] : splitAtGaps(group, options.gapMs ?? defaultGapMs)))
    .map((members) => toDraft(members, files, options, pictures))
    .sort((a, b) => order(a.sortKey, b.sortKey));
  const numbers = assignNumbers(drafts.map(({ encounter }) => encounter));
  return drafts.map(({ encounter }, index) => ({ ...encounter, encounterNumber: numbers[index] ?? null }));
}

function toPlaced(photograph: Photograph, files: readonly GroupInput[], leads: Leads): Placed[] {
  const { evidence } = photograph;
  const input = files[evidence.file];
  if (!input) return [];
  const lead = files[leads.get(evidence.file) ?? -1] ?? null;
  const capturedAt = (lead ?? input).metadata?.localTime ?? null;
  return [{ photograph, evidence, input, lead, folder: evidence.folder, capturedAt }];
}

function groupKey({ days, localities, photographers, encounterNumber, animals, folder }: Evidence): string {
  const [day] = days;
  const folded = (list: typeof days) => list[0]?.folded ?? null;
  if (!day) return JSON.stringify(["no day", folder]);
  return JSON.stringify([day.value, folded(localities), folded(photographers), encounterNumber, animals]);
}

/** A folder that names an encounter knows better than the clock. */
const isHeldTogether = ([first]: readonly Placed[]) => first !== undefined && first.evidence.encounterNumber !== null;

interface Draft {
  readonly encounter: DraftEncounter;
  readonly sortKey: string;
}

type OfFiles = ReturnType<typeof pictureFindings>;

function toDraft(
  group: readonly Placed[],
  files: readonly GroupInput[],
  options: GroupOptions,
  pictures: OfFiles,
): Draft {
  const members = [...group].sort((a, b) => byTime(a, b) || a.evidence.file - b.evidence.file);
  const found = fieldsOf(members);
  const replaced = applySet(found.values, found.provenance, options.override ?? {}, "override");
  const { values, provenance } = applySet(replaced.values, replaced.provenance, options.set ?? {}, "set");
  const times = members.flatMap(({ capturedAt }) => (capturedAt === null ? [] : [capturedAt]));
  const [first] = members;
  return {
    encounter: {
      values,
      provenance,
      encounterNumber: first?.evidence.encounterNumber ?? null,
      firstAt: times[0] ?? null,
      lastAt: times.at(-1) ?? null,
      findings: findingsOf(members),
      images: members.flatMap((member) => toImage(member, files, options.timezone, pictures)),
    },
    sortKey: `${times[0] ?? first?.evidence.days[0]?.value ?? "~"} ${first?.input.path ?? ""}`,
  };
}

/** The local time as it is, followed by its offset: the file's own, else that of the cameras' zone. */
function toCapturedAt({ capturedAt, input }: Placed, timezone: string | undefined): string | null {
  if (capturedAt === null) return null;
  const offset = input.metadata?.offset ?? (timezone ? offsetAt(capturedAt, timezone) : null);
  return capturedAt + (offset ?? "");
}

function toImage(
  placed: Placed,
  files: readonly GroupInput[],
  timezone: string | undefined,
  pictures: OfFiles,
): DraftImage[] {
  const { photograph, input, evidence } = placed;
  const { sha256, md5, source, mediaType, size, path } = input;
  if (sha256 === null || (md5 === null && !source) || mediaType === null) return [];
  const findings = new Set<FindingCode>(photograph.files.flatMap((file) => files[file]?.findings ?? []));
  for (const finding of evidence.findings) findings.add(finding);
  for (const file of photograph.files) {
    const ofPicture = pictures.get(file);
    if (ofPicture) findings.add(ofPicture);
  }
  if (photograph.files.length > 1) findings.add("SAME_BYTES");
  return [
    {
      sha256,
      md5,
      ...(source && { source }),
      bytes: size,
      mediaType,
      fileName: path.slice(path.lastIndexOf("/") + 1),
      capturedAt: toCapturedAt(placed, timezone),
      // Absent from what an earlier reader stored.
      rating: input.metadata?.rating ?? null,
      pairedWith: placed.lead === null ? null : placed.lead.path.slice(placed.lead.path.lastIndexOf("/") + 1),
      files: photograph.files,
      findings: [...findings],
    },
  ];
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
