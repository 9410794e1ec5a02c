/** What the service around it (HTTP, CLI) sees of the station. */
import type { RecordScope } from "@landfall/db";
import type { Handlers } from "@landfall/http";
import type {
  ActivityFilter,
  EncounterId,
  ManifestId,
  RecordsFormat,
  ReportFormat,
  RunProgress,
  Sha256,
  StationContract,
  StationEvent,
} from "@landfall/protocol";
import type { z } from "zod";

/** Who calls: a signed-in browser or the holder of the data folder's token. */
export interface Caller {
  readonly kind: "browser" | "token";
}

/** Sign-in belongs to the service, everything else to the station. */
export type StationHandlers = Omit<Handlers<StationContract, Caller>, "signInLink">;

export interface StationStream {
  /** Durable events after this sequence number, oldest first; `undefined` when that id is no longer kept. */
  since(seq: number, limit: number): StationEvent[] | undefined;
  /** Called once after each batch of new durable events and with each sample of progress. Returns the way out. */
  subscribe(listener: { changed: () => void; progress: (sample: RunProgress) => void }): () => void;
}

export interface Picture {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

/** A file to save, made as it is read. */
export interface Download {
  readonly fileName: string;
  readonly mediaType: string;
  readonly parts: AsyncIterable<string | Uint8Array>;
}

/** What can be saved. */
export type DownloadRequest =
  | { readonly what: "report"; readonly manifest: ManifestId; readonly format: ReportFormat }
  | { readonly what: "proof"; readonly manifest: ManifestId }
  | { readonly what: "project" }
  | { readonly what: "records"; readonly scope: RecordScope; readonly format: RecordsFormat }
  | { readonly what: "activity"; readonly filter: z.output<typeof ActivityFilter>; readonly format: "csv" | "json" };

export interface Station {
  readonly handlers: StationHandlers;
  readonly stream: StationStream;
  /** A small (256 px) or large (1600 px) upright JPEG of a local image; undefined where it cannot be shown. */
  picture(encounter: EncounterId, sha256: Sha256, size: "thumbnail" | "preview"): Promise<Picture | undefined>;
  /** The delivery report, records or the activity log as a file; noted in the activity log. NOT_FOUND; NOTHING_TO_EXPORT. */
  download(request: DownloadRequest, who: Caller): Download;
  /** Goes on with the runs that an earlier process left unfinished. */
  resume(): void;
  /** Lets what is in flight end (at most a few seconds), then closes the database. */
  stop(): Promise<void>;
}

export interface StationOptions {
  /** Exists, is writable, and its lock is held by this process. */
  readonly dataFolder: string;
  /** Absolute folders under which scanning from a browser is allowed; the token's holder may scan anything. */
  readonly allowedRoots: readonly string[];
  readonly version: string;
  /** Redacts before it writes. */
  readonly log: { info(message: string, data?: object): void; warn(message: string, data?: object): void };
}

export type CreateStation = (options: StationOptions) => Promise<Station>;
