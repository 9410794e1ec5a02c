/** What a person can ask of a run. Each answer is shown by the stream; errors are shown beside the button. */
import type { EncounterId, ManifestId, RetryScope, RunId, RunLimits } from "@landfall/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { patchEncounter } from "../../api/encounter-cache.ts";
import { station } from "../../api/station.ts";
import { announce } from "../../live/announce.ts";
import { count } from "../../ui/format.ts";
import { openLink } from "../../ui/open-link.ts";

export const useSync = (id: ManifestId) =>
  useMutation({
    mutationFn: (limits?: RunLimits) => station.sync({ params: { id }, body: limits ? { budget: limits } : {} }),
  });

/** Of all that failed, or of what the scope says. */
export const useRetry = (id: ManifestId, scope: RetryScope = {}) =>
  useMutation({
    mutationFn: () => station.retry({ params: { id }, body: scope }),
    onSuccess: () => announce("Trying again."),
  });

export const useReset = (id: ManifestId) =>
  useMutation({
    mutationFn: () => station.reset({ params: { id } }),
    onSuccess: ({ images }) => announce(`${count(images, "image")} will be checked again.`),
  });

export const useRunAction = (id: RunId) =>
  useMutation({
    mutationFn: (action: "pause" | "resume" | "cancel") => {
      const request = { params: { id } };
      if (action === "pause") return station.pauseRun(request);
      return action === "resume" ? station.resumeRun(request) : station.cancelRun(request);
    },
  });

/** Gives a run another place in the queue. */
export const useMove = (id: RunId, name: string) =>
  useMutation({
    mutationFn: (position: number) => station.moveRun({ params: { id }, body: { position } }),
    onSuccess: ({ items }) => {
      const place = items.find(({ run }) => run.id === id)?.run.position;
      if (place) announce(`${name} is now ${place} of ${items.length} in the queue.`);
    },
  });

/** Sends an encounter before the others of its manifest, or in its order again. */
export const useSendFirst = (id: EncounterId, manifestId: ManifestId, title: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (first: boolean) => station.sendFirst({ params: { id }, body: { first } }),
    onSuccess: (row) => {
      patchEncounter(client, manifestId, id, () => row);
      announce(row.sendFirst ? `${title} is sent first.` : `${title} is sent in its order.`);
    },
  });
};

export const useHubLink = (id: EncounterId) =>
  useMutation({
    mutationFn: () => station.hubLink({ params: { id } }),
    onSuccess: ({ url }) => openLink(url),
  });
