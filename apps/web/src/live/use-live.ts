/** Keeps the snapshot true for as long as the page is open. */
import type { StationEvent, StationSnapshot } from "@landfall/protocol";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { snapshotQuery } from "../api/queries.ts";
import { announce } from "./announce.ts";
import { apply, needsSnapshot } from "./apply.ts";
import { setLive } from "./liveness.ts";
import { milestone } from "./milestones.ts";
import { paced } from "./pace.ts";
import { recordProgress } from "./progress.ts";
import { createRefresher } from "./refresh.ts";
import { openStream } from "./stream.ts";

/** Events younger than a snapshot that was asked for while they came. */
const keptEvents = 2_000;

const read = (client: QueryClient): StationSnapshot | undefined => client.getQueryData(snapshotQuery.queryKey);

function follow(client: QueryClient, after: number, onOpen: (open: boolean) => void): () => void {
  let waiting: StationEvent[] = [];
  let recent: StationEvent[] = [];
  const refresher = createRefresher(client);

  const refetch = paced(2_000, () => void client.refetchQueries({ queryKey: snapshotQuery.queryKey }));
  // A snapshot that was on its way while events came does not know them.
  const unsubscribe = client.getQueryCache().subscribe(({ type, query }) => {
    if (type !== "updated" || query.queryKey[0] !== snapshotQuery.queryKey[0]) return;
    const state = read(client);
    const next = state && recent.reduce(apply, state);
    if (next && next !== state) client.setQueryData(snapshotQuery.queryKey, next);
  });

  const flush = paced(150, () => {
    const events = waiting;
    waiting = [];
    const state = read(client);
    if (!state) return;
    let next = state;
    for (const event of events) {
      const said = event.seq > next.asOf ? milestone(next, event) : undefined;
      if (said) announce(said);
      if (needsSnapshot(next, event)) refetch.ask();
      next = apply(next, event);
    }
    recent = [...recent, ...events].slice(-keptEvents);
    if (next !== state) client.setQueryData(snapshotQuery.queryKey, next);
    refresher.take(events);
  });

  const close = openStream(after, {
    onEvent: (event) => {
      waiting.push(event);
      flush.ask();
    },
    onProgress: recordProgress,
    onReset: () => {
      recent = [];
      refetch.ask();
    },
    onOpen,
  });
  return () => {
    close();
    unsubscribe();
    for (const part of [flush, refetch, refresher]) part.stop();
  };
}

/** @returns whether events arrive */
export function useLive(ready: boolean): boolean {
  const client = useQueryClient();
  const [open, setOpen] = useState(true);
  useEffect(() => {
    const state = ready ? read(client) : undefined;
    if (!state) return;
    return follow(client, state.asOf, (to) => {
      setLive(to);
      setOpen(to);
    });
  }, [client, ready]);
  return open;
}
