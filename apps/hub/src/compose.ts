/** Puts a hub together and starts it. */
import { randomBytes } from "node:crypto";
import path from "node:path";
import { listen, loopbackHosts } from "@landfall/http";
import { type HubId, LandfallError } from "@landfall/protocol";
import { hubApp } from "./app.ts";
import { type BlobsChoice, openBlobs } from "./blobs/open.ts";
import { parseAllowed } from "./copy/allow-list.ts";
import { openCopies } from "./copy/copies.ts";
import { openNotices } from "./delivery/notices.ts";
import { ensureSecretFile, type HubFolders, openFolders } from "./folders.ts";
import { type Log, logRequestError, openLog } from "./log.ts";
import { jobsTable } from "./queue/jobs-table.ts";
import { openReceiptSigner } from "./receipts.ts";
import { routeRequests } from "./requests.ts";
import { openStore, type Store } from "./store/open.ts";
import { ensureHubId } from "./store/settings.ts";
import { onceAMinute } from "./trouble-log.ts";
import { openCalm } from "./worker/calm.ts";
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
  /** Containers that images may be copied from, `ACCOUNT/CONTAINER[/FOLDER]`. Default none. */
  readonly copySources?: readonly string[];
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

/** What has to be closed, last opened first. */
type Closing = (() => Promise<void> | void)[];

export const openHubStore = (folders: HubFolders, databaseUrl?: string): Promise<Store> =>
  openStore(databaseUrl ? { url: databaseUrl } : { file: folders.database });

function checkAddress(host: string, publicUrl: string | undefined): void {
  if (publicUrl !== undefined && !/^https?:$/.test(URL.parse(publicUrl)?.protocol ?? ""))
    throw new LandfallError("VALIDATION_FAILED", {
      detail: `--public-url ${publicUrl} is no address: write one such as https://hub.example.org`,
    });
  const isLoopback = (loopbackHosts as readonly string[]).includes(host);
  if (isLoopback || (publicUrl && URL.parse(publicUrl)?.protocol === "https:")) return;
  throw new LandfallError("VALIDATION_FAILED", {
    detail: `The hub speaks plain HTTP, so it listens on ${host} only behind TLS: give --public-url https://…`,
  });
}

const toUrl = (host: string, port: number): string => `http://${host.includes(":") ? `[${host}]` : host}:${port}`;

/** Everything behind the routes: the three ports, and what stands on them. */
async function openParts(options: HubOptions, publicUrl: () => string, log: Log, closing: Closing) {
  const folders = await openFolders(options.dataFolder);
  const store = await openHubStore(folders, options.databaseUrl);
  closing.push(store.close);
  const hubId = await ensureHubId(store.db);
  const signer = await openReceiptSigner(folders.keys, store.db);
  const secretFile = path.join(folders.keys, "upload-links.key");
  const secret = Buffer.from(await ensureSecretFile(secretFile, () => randomBytes(32).toString("hex")), "hex");
  const onError = (error: unknown) => log.error({ err: error }, "a blob could not be stored");
  const onRemade = (folder: string) =>
    log.warn(
      { folder },
      "folders of the blob store had vanished and were made again; see: landfall verify MANIFEST --hub",
    );
  const choice = options.blobs ?? "disk";
  const blobs = await openBlobs({ choice, folders, secret, publicUrl, onError, onRemade });
  closing.push(blobs.stop);
  const queue = jobsTable(store);
  // A SQLite store has one hub: leases found at its start are of one that is gone.
  if (store.flavor === "sqlite") await queue.releaseAll();
  return { store, hubId, signer, blobs, queue };
}

async function compose(options: HubOptions, closing: Closing): Promise<Omit<RunningHub, "stop">> {
  const { host = "127.0.0.1", port = 0 } = options;
  checkAddress(host, options.publicUrl);
  const allowed = (options.copySources ?? []).map(parseAllowed);
  const log = onceAMinute(openLog(options.logLevel ?? "warn"), path.resolve(options.dataFolder, "hub"));
  let url = options.publicUrl?.replace(/\/+$/, "") ?? "";
  const publicUrl = () => url;
  const opened = await openParts(options, publicUrl, log, closing);
  const { hubId, queue, signer } = opened;
  const notices = openNotices();
  let worker: Worker | undefined;
  const settling = { ...opened, wakeWorker: () => worker?.wake() };
  const copies = openCopies(settling, { allowed });
  closing.push(copies.stop);
  const parts = { ...settling, copies, notices, publicUrl };

  const ownHosts = [...loopbackHosts, ...(options.publicUrl ? [new URL(options.publicUrl).hostname] : [])];
  const app = hubApp(parts, { allowedHosts: () => ownHosts, onError: logRequestError(log) });
  const listener = await listen(app, { host, port });
  const calm = openCalm();
  routeRequests(listener.server, hubId, opened.blobs.requests, calm.disturb);
  closing.push(() => listener.close(), notices.close);
  url ||= toUrl(host, listener.port);

  const easels = openEasels();
  closing.push(easels.stop);
  const verify = verifyHandler({ ...parts, signer, log });
  const handlers = {
    verify,
    check: verify,
    variants: variantsHandler({ ...parts, easels }),
  };
  worker = startWorker({ queue, log, handlers, calm });
  closing.push(worker.stop);
  return { url, port: listener.port, hubId };
}

/** Starts a hub in this process. Rejects with a {@link LandfallError} that says in a sentence what stands in the way. */
export async function startHub(options: HubOptions): Promise<RunningHub> {
  const closing: Closing = [];
  const stop = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    return { ...(await compose(options, closing)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
