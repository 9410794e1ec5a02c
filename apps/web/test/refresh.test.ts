import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { createRefresher } from "../src/live/refresh.ts";
import { event, manifestData, sha, uuid } from "./samples.ts";

it("an encounter's count of images is asked for again once one of them is done with", () => {
  const client = new QueryClient();
  const manifestId = (manifestData(0) as { id: string }).id;
  const key = ["encounters", manifestId, "all", 0];
  const isStale = () => client.getQueryState(key)?.isInvalidated;
  const step = (seq: number, from: string, to: string) =>
    event(seq, { type: "image", manifestId, encounterId: uuid(9, 0), sha256: sha(1), from, to, bytes: 1 });
  client.setQueryData(key, { asOf: 0, total: 0, items: [] });
  const refresher = createRefresher(client);
  refresher.take([step(1, "pending", "committed")]);
  expect(isStale()).toBe(false);
  refresher.take([step(2, "committed", "complete")]);
  expect(isStale()).toBe(true);
  refresher.stop();
});

it("an encounter's images are read again once a person has changed which it has, and not with each step of a sync", () => {
  const client = new QueryClient();
  const manifestId = (manifestData(0) as { id: string }).id;
  const encounterId = uuid(9, 0);
  const key = ["images", encounterId, 0];
  const isStale = () => client.getQueryState(key)?.isInvalidated;
  const step = (seq: number, from: object, to: object) =>
    event(seq, { type: "encounter", manifestId, encounterId, from, to, hubEncounterId: null });
  const approved = { review: "approved", sync: "pending" };
  client.setQueryData(key, { asOf: 0, total: 0, items: [] });
  const refresher = createRefresher(client);
  refresher.take([step(1, approved, { review: "approved", sync: "synced" })]);
  expect(isStale()).toBe(false);
  refresher.stop();
  refresher.take([step(2, approved, { review: "pending", sync: "pending" })]);
  expect(isStale()).toBe(true);
  refresher.stop();
});
