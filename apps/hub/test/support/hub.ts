/** A running hub with a population, a key for it, and a client. */
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type Client,
  createClient,
  fetchTransport,
  type HubContract,
  type HubEncounter,
  type HubPopulation,
  hubApiPrefix,
  hubContract,
  type OpenSession,
  type UploadSession,
} from "@landfall/protocol";
import { type HubAdmin, type HubOptions, openAdmin, type RunningHub, startHub } from "../../src/index.ts";
import { openStore, type Store } from "../../src/store/open.ts";
import { type RawAnswer, send } from "./http.ts";
import { findOrCreate, openSession } from "./requests.ts";

export type HubClient = Client<HubContract>;

export interface TestHub {
  readonly hub: RunningHub;
  readonly dataFolder: string;
  readonly admin: HubAdmin;
  /** The same store, opened beside the hub. */
  readonly store: Store;
  readonly population: HubPopulation;
  readonly key: string;
  readonly client: HubClient;
  readonly clientWith: (key?: string) => HubClient;
  readonly stop: () => Promise<void>;
}

export const clientOf = (url: string, token?: string): HubClient =>
  createClient(hubContract, fetchTransport({ baseUrl: url + hubApiPrefix, ...(token && { token }) }));

export async function startTestHub(options: Partial<HubOptions> = {}): Promise<TestHub> {
  const dataFolder = options.dataFolder ?? (await mkdtemp(path.join(tmpdir(), "hub-test-")));
  const { databaseUrl } = options;
  const hub = await startHub({ logLevel: "silent", ...options, dataFolder });
  const admin = await openAdmin({ dataFolder, ...(databaseUrl && { databaseUrl }) });
  const store = await openStore(
    databaseUrl ? { url: databaseUrl } : { file: path.join(dataFolder, "hub", "hub.sqlite") },
  );
  const { key, populations } = await admin.createKey("test station", ["Bay"]);
  const [population] = populations;
  if (!population) throw new Error("no population");
  return {
    hub,
    dataFolder,
    admin,
    store,
    population,
    key,
    client: clientOf(hub.url, key),
    clientWith: (token) => clientOf(hub.url, token),
    stop: async () => {
      await store.close();
      await admin.close();
      await hub.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/** A new encounter of the hub's population. */
export async function newEncounter(
  { client, population }: TestHub,
  over: Parameters<typeof findOrCreate>[0] = {},
): Promise<HubEncounter> {
  const body = findOrCreate({ apart: true, ...over });
  return (await client.findOrCreate({ params: { id: population.id }, body })).encounter;
}

export async function openOne(
  client: HubClient,
  { id }: HubEncounter,
  bytes: Uint8Array,
  over: Partial<OpenSession> = {},
): Promise<UploadSession> {
  const { sessions } = await client.openSessions({ params: { id }, body: { images: [openSession(id, bytes, over)] } });
  if (!sessions[0]) throw new Error("no session");
  return sessions[0];
}

/** PUTs the bytes to where a pending session says. */
export async function putTo(session: UploadSession, bytes: Uint8Array): Promise<RawAnswer> {
  if (!session.target) throw new Error(`the session is ${session.state}`);
  const md5 = createHash("md5").update(bytes).digest("base64");
  const headers = { ...session.target.headers, "content-length": bytes.length, "content-md5": md5 };
  return send(session.target.url, { body: bytes, headers });
}

/** Commits one image, waiting for its receipt at most `waitSeconds`. */
export async function commitOne(client: HubClient, { id }: HubEncounter, session: UploadSession, waitSeconds = 15) {
  const { idempotencyKey } = session;
  const { images } = await client.commit({
    params: { id },
    headers: { prefer: `wait=${waitSeconds}` },
    body: { images: [{ idempotencyKey }] },
  });
  if (!images[0]) throw new Error("no answer");
  return images[0];
}

/** The whole way of one image. */
export async function deliver(
  hub: TestHub,
  encounter: HubEncounter,
  bytes: Uint8Array,
  over: Partial<OpenSession> = {},
) {
  const session = await openOne(hub.client, encounter, bytes, over);
  if (session.state === "Pending") await putTo(session, bytes);
  return commitOne(hub.client, encounter, session);
}
