/** Puts a hub together and starts it. */
import { randomBytes } from "node:crypto";
import path from "node:path";
import { listen, loopbackHosts } from "@landfall/http";
import { type HubId, LandfallError } from "@landfall/protocol";
import { hubApp } from "./app.ts";
import { type BlobsChoice, openBlobs } from "./blobs/open.ts";
import { openNotices } from "./delivery/notices.ts";
import { ensureSecretFile, type HubFolders, openFolders } from "./folders.ts";
import { openLog } from "./log.ts";
import { jobsTable } from "./queue/jobs-table.ts";
import { openReceiptSigner } from "./receipts.ts";
import { routeRequests } from "./requests.ts";
import { openStore, type Store } from "./store/open.ts";
import { ensureHubId } from "./store/settings.ts";
import { openEasels } from "./worker/easels.ts";
import { variantsHandler } from "./worker/variants.ts";
import { verifyHandler } from "./worker/verify.ts";
import { startWorker, type Worker } from "./worker/worker.ts";

export interface HubOptions {
  /** The hub keeps everything below its folder `hub`. */
  readonly dataFolder: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Default 127.0.0.1. Any other needs an https `publicUrl`: TLS ends in front of the hub. */
  readonly host?: string;
  readonly blobs?: BlobsChoice;
  /** `postgres://…`; without it the store is a SQLite file in the data folder. */
  readonly databaseUrl?: string;
  /** How others reach the hub, where that is not the address it listens on. */
  readonly publicUrl?: string;
  readonly logLevel?: "silent" | "warn" | "info";
}

export interface RunningHub {
  /** Scheme, host and port, without a trailing slash. */
  readonly url: string;
  readonly port: number;
  readonly hubId: HubId;
  /** Ends answers in progress and work in hand, then closes everything. */
  readonly stop: () => Promise<void>;
}

export const openHubStore = (folders: HubFolders, databaseUrl?: string): Promise<Store> =>
  openStore(databaseUrl ? { url: databaseUrl } : { file: folders.database });

function checkAddress({ host = "127.0.0.1", publicUrl }: HubOptions): void {
  const isLoopback = (loopbackHosts as readonly string[]).includes(host);
  if (isLoopback || (publicUrl && new URL(publicUrl).protocol === "https:")) return;
  throw new LandfallError("VALIDATION_FAILED", {
    detail: `The hub speaks plain HTTP, so it listens on ${host} only behind TLS: give --public-url https://…`,
  });
}

const toUrl = (host: string, port: number): string => `http://${host.includes(":") ? `[${host}]` : host}:${port}`;

export async function startHub(options: HubOptions): Promise<RunningHub> {
  checkAddress(options);
  const log = openLog(options.logLevel ?? "warn");
  const folders = await openFolders(options.dataFolder);
  const closing: (() => Promise<void> | void)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const store = await openHubStore(folders, options.databaseUrl);
    closing.push(store.close);
    const hubId = await ensureHubId(store.db);
    const signer = await openReceiptSigner(folders.keys, store.db);
    const secretFile = path.join(folders.keys, "upload-links.key");
    const secret = Buffer.from(await ensureSecretFile(secretFile, () => randomBytes(32).toString("hex")), "hex");
    let publicUrl = options.publicUrl?.replace(/\/+$/, "") ?? "";
    const onBlobError = (error: unknown) => log.error({ err: error }, "a blob could not be stored");
    const blobs = await openBlobs({
      choice: options.blobs ?? "disk",
      folders,
      secret,
      publicUrl: () => publicUrl,
      onError: onBlobError,
    });
    closing.push(blobs.stop);

    const queue = jobsTable(store);
    // A SQLite store has one hub: leases found at its start are of one that is gone.
    if (store.flavor === "sqlite") await queue.releaseAll();
    const notices = openNotices();
    let worker: Worker | undefined;
    const wakeWorker = (): void => worker?.wake();
    const parts = { hubId, store, blobs, queue, notices, wakeWorker, publicUrl: () => publicUrl };

    const publicHost = options.publicUrl && new URL(options.publicUrl).hostname;
    const app = hubApp(parts, {
      allowedHosts: () => [...loopbackHosts, ...(publicHost ? [publicHost] : [])],
      onError: (error, c) => {
        const line = { err: error, code: error.code, path: c.req.path, requestId: c.get("requestId") };
        if (error.status >= 500) log.error(line, "a request failed");
        else log.info(line, "a request was refused");
      },
    });
    const host = options.host ?? "127.0.0.1";
    const listener = await listen(app, { host, port: options.port ?? 0 });
    routeRequests(listener.server, hubId, blobs.requests);
    closing.push(() => listener.close(), notices.close);
    publicUrl ||= toUrl(host, listener.port);

    const easels = openEasels();
    closing.push(easels.stop);
    worker = startWorker({
      queue,
      log,
      handlers: { verify: verifyHandler({ ...parts, signer, log }), variants: variantsHandler({ ...parts, easels }) },
    });
    closing.push(worker.stop);
    return { url: publicUrl, port: listener.port, hubId, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
