import http from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { fetchTransport } from "../src/index.ts";

/** A server that answers with these pieces, each in a packet of its own. */
async function serving(pieces: readonly Uint8Array[]): Promise<string> {
  const server = http.createServer(async (_, response) => {
    for (const piece of pieces) await new Promise((resolve) => response.write(piece, resolve));
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const text = "Îles de la Madeleine ".repeat(20_000);
const bytes = Buffer.from(text);
/** Cut in the middle of a letter. */
const pieces = [bytes.subarray(0, 1), bytes.subarray(1)];
const request = { method: "GET", path: "/", headers: {}, body: undefined, signal: undefined } as const;

test("an answer under a cap is taken piece by piece, each in its turn, and is whole", async () => {
  const turns: number[] = [];
  const turn = async (count: number) => void turns.push(count);
  const transport = fetchTransport({ baseUrl: await serving(pieces), turn });
  expect((await transport(request)).text).toBe(text);
  expect(turns.length).toBeGreaterThan(1);
  expect(turns.reduce((sum, count) => sum + count, 0)).toBe(bytes.length);
});

test("whoever gives up waiting is told why, and takes nothing more", async () => {
  const giveUp = new AbortController();
  const turn = (_: number, signal: AbortSignal) =>
    new Promise<void>((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      giveUp.abort(new Error("no longer needed"));
    });
  const transport = fetchTransport({ baseUrl: await serving(pieces), turn });
  await expect(transport({ ...request, signal: giveUp.signal })).rejects.toThrow("no longer needed");
});
