/** Photographs that several encounters of one draft have: sent once, and worth knowing before both are approved. Pure. */
import { type FindingCode, isReference } from "@landfall/protocol";
import type { DraftEncounter } from "../ports.ts";

const found: FindingCode = "IN_OTHER_ENCOUNTER";

/** What a catalogue has of an encounter is the individual's too, and nothing is said of it. */
export function withSameInOthers(encounters: readonly DraftEncounter[]): DraftEncounter[] {
  const times = new Map<string, number>();
  const isCounted = ({ values }: DraftEncounter) => !isReference(values);
  for (const { images } of encounters.filter(isCounted))
    for (const { sha256 } of images) times.set(sha256, (times.get(sha256) ?? 0) + 1);
  const isShared = (sha256: string) => (times.get(sha256) ?? 0) > 1;
  return encounters.map((of) =>
    isCounted(of) && of.images.some(({ sha256 }) => isShared(sha256))
      ? {
          ...of,
          images: of.images.map((image) =>
            isShared(image.sha256) ? { ...image, findings: [...image.findings, found] } : image,
          ),
        }
      : of,
  );
}
