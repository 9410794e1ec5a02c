/** The station's answer to "why is nothing moving", for one manifest. */
import type { ManifestId, RunView } from "@landfall/protocol";
import { useQuery } from "@tanstack/react-query";
import { whyQuery } from "../../api/queries.ts";

/** The sentences to show; undefined where nothing waits, or while the answer is about an earlier state of the run. */
export function useWhy(id: ManifestId, run: RunView | null): string[] | undefined {
  const found = useQuery(whyQuery).data?.manifests.find(({ manifestId }) => manifestId === id);
  if (!found || found.runId !== (run?.id ?? null)) return undefined;
  const { reason, sentence, whatWouldStartIt } = found;
  const isOfNow =
    run === null || run.reasons.length === 0 || run.reasons.some((each) => each === reason) || reason === "closed";
  if (reason === "moving" || !isOfNow) return undefined;
  return [sentence, ...(whatWouldStartIt ? [whatWouldStartIt] : [])];
}
