import type { StationEvent } from "@landfall/protocol";
import { expect, test } from "vitest";
import { createEventStreams } from "../../src/http/events.ts";
import { aService } from "../a-service.ts";
import { aStation } from "../a-station.ts";

/** Reads messages off a stream; comments and the opening are left out. */
function reader(body: ReadableStream<Uint8Array> | null) {
  const messages = (async function* () {
    let waiting = "";
    for await (const text of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const parts = (waiting + text).split("\n\n");
      waiting = parts.pop() ?? "";
      for (const part of parts) if (part.includes("event: ")) yield part;
    }
  })();
  return async () => {
    const { value, done } = await messages.next();
    if (done) return undefined;
    const [, id] = /^id: (\d+)$/m.exec(value) ?? [];
    const [, name] = /^event: (\w+)$/m.exec(value) ?? [];
    return { id: Number(id), name, data: JSON.parse(/^data: (.*)$/m.exec(value)?.[1] ?? "") as StationEvent };
  };
}

const open = (url: string, token: string, query = "", headers: Record<string, string> = {}) =>
  fetch(`${url}/api/v1/events${query}`, { headers: { authorization: `Bearer ${token}`, ...headers } });

test("what was missed is replayed in order, then events come as they happen", async () => {
  const { url, token, station } = await aService();
  for (const transfers of [1, 2, 3]) station.append(transfers);
  const response = await open(url, token, "?after=1");
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const next = reader(response.body);
  expect(await next()).toMatchObject({
    id: 2,
    name: "change",
    data: { seq: 2, change: { settings: { transfers: 2 } } },
  });
  expect(await next()).toMatchObject({ id: 3, name: "change" });
  station.append(4);
  expect(await next()).toMatchObject({ id: 4, data: { change: { type: "settings", settings: { transfers: 4 } } } });
});

test("a browser that comes back goes on after the last event it saw, whatever it first asked for", async () => {
  const { url, token, station } = await aService();
  for (const transfers of [1, 2, 3]) station.append(transfers);
  const response = await open(url, token, "?after=0", { "last-event-id": "2" });
  expect(await reader(response.body)()).toMatchObject({ id: 3 });
});

test("an event that is no longer kept is answered with reset, after which new ones come", async () => {
  const { url, token, station } = await aService();
  for (const transfers of [1, 2, 3]) station.append(transfers);
  station.prune(2);
  const next = reader((await open(url, token, "?after=1")).body);
  expect(await next()).toMatchObject({ id: 3, name: "reset" });
  station.append(4);
  expect(await next()).toMatchObject({ id: 4, name: "change" });
});

test("a number that is none is refused", async () => {
  const { url, token } = await aService();
  expect((await open(url, token, "?after=x")).status).toBe(422);
});

test("the stream ends when the station stops", async () => {
  const service = await aService();
  const next = reader((await open(service.url, service.token)).body);
  await service.stop();
  expect(await next()).toBeUndefined();
});

test("a browser that goes away is forgotten", async () => {
  const { url, token, station } = await aService();
  const closing = new AbortController();
  const { signal } = closing;
  await fetch(`${url}/api/v1/events`, { headers: { authorization: `Bearer ${token}` }, signal });
  const left = station.untilLeft();
  closing.abort();
  await left;
});

const manyEvents = 5_000;

test("a browser that reads nothing costs no more than its buffer, and is dropped", async () => {
  const station = aStation();
  const { stream } = await station.create({} as never);
  const gone = station.untilLeft();
  for (let at = 0; at < manyEvents; at++) station.append(1);
  const streams = createEventStreams({ stream, newest: async () => 0, pingMs: 5, bufferBytes: 10_000 });
  const body = streams.open(0);
  await gone;
  await expect(body.getReader().read()).rejects.toThrow("takes nothing");
});

test("a slow browser is given everything, a part at a time", async () => {
  const station = aStation();
  const { stream } = await station.create({} as never);
  for (let at = 0; at < manyEvents; at++) station.append(1);
  const streams = createEventStreams({ stream, newest: async () => 0, bufferBytes: 1_000 });
  const next = reader(streams.open(0));
  for (let seq = 1; seq <= manyEvents; seq++) expect((await next())?.id).toBe(seq);
  streams.close();
});
