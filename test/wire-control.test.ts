/** A station in bad hours, and a person who interferes: on real sockets, as in wire.test.ts. */
import { describe, expect, test } from "vitest";
import { openStation } from "../apps/server/test/station/support.ts";
import { hastened } from "./support/hastened.ts";
import {
  allComplete,
  always,
  busy,
  ended,
  factor,
  imageBytes,
  images,
  isCall,
  isPut,
  pass,
  refused,
  runChange,
  wire,
} from "./support/wire.ts";

const at = wire();

test("a storm of 503 for forty minutes at night needs nobody, and asks seldom", async () => {
  const station = await openStation({ seams: hastened(600) });
  const { id, bytes } = await at.approved(station, { fault: "forty minutes of storm" });
  const [beforeBytes, beforeRequests] = [at.proxy.putBytes, at.proxy.seen.length];
  const overMs = Date.now() + (40 * 60_000) / 600;
  at.proxy.decide = (request) => (Date.now() < overMs && (isCall(request) || isPut(request)) ? busy() : pass);
  const run = await station.ask("sync", { params: { id }, body: {} });
  await runChange(station, run, ({ reasons }) => reasons.includes("unavailable"));
  expect(await ended(station, run)).toMatchObject(allComplete);
  // One try at a time, half a minute apart at last: never more than a few in a minute.
  expect(at.proxy.seen.length - beforeRequests).toBeLessThan(200);
  expect(at.proxy.putBytes - beforeBytes).toBe(bytes);
  await at.expectThereOnce(station, id);
});

test("an image that is refused for a quarter of an hour comes due again by itself, and its neighbours do not wait", async () => {
  const station = await openStation({ seams: hastened(600) });
  const { id, bytes } = await at.approved(station, { fault: "one image in trouble" });
  let unlucky: string | undefined;
  // On a slow machine the tries of a round may take longer than that quarter.
  let hasWaited = false;
  const overMs = Date.now() + (15 * 60_000) / 600;
  at.proxy.decide = (request) => {
    if (!isPut(request)) return pass;
    unlucky ??= request.path;
    return request.path === unlucky && (Date.now() < overMs || !hasWaited) ? busy() : pass;
  };
  const before = at.proxy.putBytes;
  const run = await station.ask("sync", { params: { id }, body: {} });
  await station.change((change) => change.type === "image" && change.to === "waiting");
  hasWaited = true;
  const arrived = () => station.changes().filter((change) => change.type === "image" && change.to === "complete");
  await expect.poll(() => arrived().length).toBeGreaterThanOrEqual(images - 1);
  expect(await ended(station, run)).toMatchObject(allComplete);
  // Two rounds of tries; a closed gate asks before it sends.
  expect(at.proxy.putBytes - before - bytes).toBeLessThanOrEqual(8 * imageBytes);
  await at.expectThereOnce(station, id);
});

test("a link that is refused again and again is an error that names the clocks, and Retry sends only that", async () => {
  const station = await openStation({ seams: hastened(factor) });
  const { id, bytes } = await at.approved(station, { fault: "links that are never taken" });
  const before = at.proxy.putBytes;
  at.proxy.decide = always(isPut, refused);
  const run = await station.ask("sync", { params: { id }, body: {} });
  expect((await ended(station, run)).result).toMatchObject({ images: { complete: 0, failed: images } });
  const { actionable } = await station.ask("problems", {});
  expect(actionable[0]?.causes).toMatchObject([
    { code: "SAS_REFUSED", hint: expect.stringMatching(/clocks/), count: images },
  ]);
  // Once, and once more with a fresh link.
  expect(at.proxy.putBytes - before).toBeLessThanOrEqual(2 * bytes);
  at.proxy.decide = () => pass;
  const retried = await station.ask("retry", { params: { id }, body: {} });
  expect((await ended(station, retried)).result.images).toMatchObject({ complete: images, failed: 0 });
  await at.expectThereOnce(station, id);
});

describe("while a body hangs", () => {
  const hanging = async (fault: string) => {
    const station = await openStation({ seams: hastened(factor) });
    const { id } = await at.approved(station, { fault });
    const hung = Promise.withResolvers<void>();
    at.proxy.decide = (request) => {
      if (!isPut(request)) return pass;
      hung.resolve();
      return { kind: "hang" };
    };
    const run = await station.ask("sync", { params: { id }, body: {} });
    await hung.promise;
    return { station, id, run, params: { id: run.id } };
  };

  test("a pause is acknowledged, and Resume goes on", async () => {
    const { station, id, run, params } = await hanging("paused");
    expect(await station.ask("pauseRun", { params })).toMatchObject({ state: "paused", reasons: ["user"] });
    at.proxy.decide = () => pass;
    expect(await station.ask("resumeRun", { params })).toMatchObject({ state: "running", reasons: [] });
    expect(await ended(station, run)).toMatchObject(allComplete);
    await at.expectThereOnce(station, id);
  });

  test("a cancel is acknowledged and cuts it, and the next sync sends what is left", async () => {
    const { station, id, params } = await hanging("cancelled");
    expect(await station.ask("cancelRun", { params })).toMatchObject({ state: "cancelled" });
    at.proxy.decide = () => pass;
    const next = await station.ask("sync", { params: { id }, body: {} });
    expect(await ended(station, next)).toMatchObject({ result: { images: { failed: 0 } } });
    await at.expectThereOnce(station, id);
  });

  test("the station stops all the same, and goes on with the run when it starts again", async () => {
    const { station, id, run } = await hanging("stopped");
    await station.stop();
    at.proxy.decide = () => pass;
    const again = await openStation({ dataFolder: station.dataFolder, seams: hastened(factor) });
    again.station.resume();
    expect(await ended(again, run)).toMatchObject(allComplete);
    await at.expectThereOnce(again, id);
  });
});
