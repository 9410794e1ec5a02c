/** Whether what a run left behind waits for a person: only the plan, which asks the hub, knows. */
import type { ManifestId, ManifestRow, PlanView, PopulationCard } from "@landfall/protocol";
import { useQueries } from "@tanstack/react-query";
import { planQuery } from "../../api/queries.ts";
import { useSnapshot } from "../../live/use-snapshot.ts";
import { mayHaveQuestions } from "./run-words.ts";

export type Asks =
  | { readonly kind: "nothing" }
  /** The hub is being asked. */
  | { readonly kind: "comparing" }
  /** Something is left of an ended run, and the hub cannot be asked why. */
  | { readonly kind: "unknown" }
  /** `only` is true where a sync would bring nothing forward before they are answered. */
  | { readonly kind: "questions"; readonly count: number; readonly only: boolean };

const nothing: Asks = { kind: "nothing" };

export function asksOf(manifest: ManifestRow, plan: PlanView | undefined, isComparing: boolean): Asks {
  if (!mayHaveQuestions(manifest)) return nothing;
  if (!plan) return { kind: isComparing ? "comparing" : "unknown" };
  const { questions } = plan;
  if (questions.length === 0) return nothing;
  const held = questions.reduce((sum, { images }) => sum + images, 0);
  const others = plan.create + plan.corrections.length;
  return { kind: "questions", count: questions.length, only: manifest.imagesDue <= held && others === 0 };
}

/** For each manifest of the population. */
export function useAsks({ manifests, onHub, gate }: PopulationCard): ReadonlyMap<ManifestId, Asks> {
  const isReachable = useSnapshot(({ hub }) => hub.state === "reachable");
  const canAsk = isReachable && onHub && gate !== "closed";
  const plans = useQueries({
    queries: manifests.map((manifest) => ({
      ...planQuery(manifest.id),
      enabled: canAsk && mayHaveQuestions(manifest),
    })),
  });
  return new Map(
    manifests.map((manifest, index) => [
      manifest.id,
      asksOf(manifest, plans[index]?.data, plans[index]?.isLoading ?? false),
    ]),
  );
}

/** The place on the page where a manifest's questions are. */
export const questionsAnchor = (id: ManifestId): string => `questions-${id}`;
