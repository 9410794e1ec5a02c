/** The station's end: reads, hashes and puts each photograph. The server is a process that it starts. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { nodePutBlob, nodeReadSource } from "@landfall/engine";
import type { UploadTarget } from "@landfall/protocol";
import { type Cost, startMeasuring } from "./measure.ts";
import type { Photograph } from "./photographs.ts";
import { readJob } from "./processes.ts";
import type { StoreKind } from "./store-server.ts";

export interface StoreJob {
  readonly kind: StoreKind;
  readonly photographs: readonly Photograph[];
  readonly concurrency: number;
}

const { kind, photographs, concurrency } = await readJob<StoreJob>();
const nodeOptions = process.env.LANDFALL_BENCH_SERVER_OPTIONS?.split(" ") ?? [];
const server = spawn(
  process.execPath,
  [...nodeOptions, fileURLToPath(new URL("store-server.ts", import.meta.url)), kind],
  {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  },
);
const answer = async <T>(): Promise<T> => (await once(server, "message"))[0] as T;

server.send(photographs.map(({ sha256 }) => sha256));
const targets = await answer<UploadTarget[]>();
const cost = startMeasuring();
const queue = photographs.entries();
const lane = async () => {
  for (const [at, photograph] of queue) {
    const file = { path: Buffer.from(photograph.path), root: Buffer.from("/"), text: photograph.path };
    const body = await nodeReadSource([file], photograph);
    await nodePutBlob(targets[at] as UploadTarget, body, { signal: new AbortController().signal, onSent: () => {} });
  }
};
await Promise.all(Array.from({ length: concurrency }, lane));
const client = cost();
server.send("end");
console.log(JSON.stringify({ client, server: await answer<Cost>() }));
server.disconnect();
