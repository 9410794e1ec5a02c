/** Saying what images show: at once on the page, one request after the other, taken back where the station refuses. */
import type { EncounterId, EncounterRow, ImageFactsPatch, ImageRow, Sha256 } from "@landfall/protocol";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { useReducer } from "react";
import { describeKey } from "../../api/encounter-cache.ts";
import { station } from "../../api/station.ts";
import { announce } from "../../live/announce.ts";
import { doneSentence } from "./correction-words.ts";
import { readAgain, show } from "./corrections.ts";
import { noteDone } from "./last-corrections.ts";

export interface Describing {
  readonly row: EncounterRow;
  readonly images: readonly ImageRow[];
  readonly facts: ImageFactsPatch;
}

interface Page {
  readonly items: readonly ImageRow[];
}

const manual = { source: "manual", raw: null } as const;

function describe(image: ImageRow, facts: ImageFactsPatch): ImageRow {
  const said = Object.fromEntries(Object.keys(facts).map((name) => [name, manual]));
  return { ...image, ...(facts as Partial<ImageRow>), said: { ...image.said, ...said } };
}

function foresee(client: QueryClient, { row, images, facts }: Describing): void {
  const described = new Set<Sha256>(images.map(({ sha256 }) => sha256));
  client.setQueriesData<Page>({ queryKey: ["images", row.id] }, (page) =>
    page?.items.some(({ sha256 }) => described.has(sha256))
      ? { ...page, items: page.items.map((image) => (described.has(image.sha256) ? describe(image, facts) : image)) }
      : page,
  );
}

/** Images as they are now: one that was selected a while ago may have been described since. */
export function asTheyAre(client: QueryClient, encounter: EncounterId, images: Iterable<ImageRow>): ImageRow[] {
  const pages = client.getQueriesData<Page>({ queryKey: ["images", encounter] });
  const now = new Map(pages.flatMap(([, page]) => page?.items ?? []).map((image) => [image.sha256, image]));
  return [...images].map((image) => now.get(image.sha256) ?? image);
}

export function useDescribe() {
  const client = useQueryClient();
  const [, drawAgain] = useReducer((drawn: number) => drawn + 1, 0);
  return useMutation({
    mutationKey: describeKey,
    // Keys come faster than answers: each waits for the one before.
    scope: { id: "describe" },
    mutationFn: ({ row, images, facts }: Describing) =>
      station.describeImages({
        params: { id: row.id },
        body: { images: images.map(({ sha256 }) => sha256), facts },
      }),
    onMutate: async (describing) => {
      await client.cancelQueries({ queryKey: ["images", describing.row.id] });
      foresee(client, describing);
      drawAgain();
    },
    onSuccess: async (reshaped, describing) => {
      const { row, images, facts } = describing;
      const sentence = doneSentence({ kind: "describe", row, images, facts });
      announce(`${sentence}${row.review === "approved" ? " What was approved waits for approval again." : ""}`);
      if (reshaped.undo !== null) noteDone(row.manifestId, { undo: reshaped.undo, sentence });
      // What was read between two keys would show the first of them only.
      if (client.isMutating({ mutationKey: describeKey }) === 1) await show(client, row.manifestId, reshaped);
    },
    onError: (_, { row }) => readAgain(client, row.manifestId),
  });
}
