/** What the engine asks of a disk and of a store: bytes, and the right to send them. */
import type { AzureSource, Md5, Sha256, UploadTarget } from "@landfall/protocol";

/** One place where an image's bytes may be found. */
export interface SourceFile {
  /** Absolute path, byte for byte. */
  readonly path: Uint8Array;
  /** The scanned folder it lies under, or the drive mounted inside that; absolute, byte for byte. Gone or empty, its drive is away. */
  readonly root: Uint8Array;
  /** To show. */
  readonly text: string;
}

/** The body of a PUT: made anew for each attempt, never a half-read stream. */
export interface BlobBody {
  readonly bytes: number;
  readonly md5: Md5;
  readonly open: () => AsyncIterable<Uint8Array> | Uint8Array;
  /**
   * The whole body has left: every write of it has ended well, so that no socket looks at what `open` gave again, and its
   * memory may be another image's. Never called where a write failed, was cut or has not ended, such as after a stall, a
   * cancel or an early answer: that memory is left to the collector. A body that has been released is not opened again.
   */
  readonly release?: () => void;
}

/** An approved image's bytes as they lie on a disk. */
export interface Source extends BlobBody {
  /** These bytes; FILE_CHANGED when the file is shorter. */
  readonly slice: (offset: number, length: number) => Promise<Uint8Array>;
  /** Resolves when the whole has the approved SHA-256; FILE_CHANGED otherwise. Small files are proved already. */
  readonly prove: () => Promise<void>;
}

export interface Block {
  /** Base64, derived from content and position. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** Blocks of one image that the store has acknowledged. */
export interface AcknowledgedBlocks {
  /** Which blob they are of: the target's URL without its query. */
  readonly target: string;
  /** Size of each but the last. */
  readonly blockBytes: number;
  readonly indexes: ReadonlySet<number>;
}

/** The right to put bytes on a link that has a cap. */
export interface Pace {
  /** How many bytes to ask for at once. */
  readonly sliceBytes: () => number;
  /** Resolves when this many may go; `undefined` when they may go at once. */
  readonly take: (bytes: number, signal: AbortSignal) => Promise<void> | undefined;
}

export interface PutOptions {
  readonly signal: AbortSignal;
  readonly pace?: Pace;
  /** The store has lately failed: it is asked whether it takes the body before a byte of it leaves. */
  readonly asksFirst?: boolean;
  /** Called as bytes leave, with how many have left so far in this attempt. */
  readonly onSent: (sentBytes: number) => void;
}

/** Puts one blob where the hub said. Rejects with a classified error. */
export type PutBlob = (target: UploadTarget, body: BlobBody, options: PutOptions) => Promise<void>;

/** Puts one block of a blob. Putting it again replaces it by itself. */
export type PutBlock = (target: UploadTarget, block: Block, options: PutOptions) => Promise<void>;

/** Makes the blob of these blocks, in this order. BLOCKS_GONE when the store no longer has one of them. */
export type PutBlockList = (
  target: UploadTarget,
  ids: readonly string[],
  options: Pick<PutOptions, "signal">,
) => Promise<void>;

/**
 * Opens so many connections to this scheme, host and port, for PUTs that will soon come. Sends nothing; that it fails is
 * told by the PUTs.
 */
export type Preconnect = (origin: string, connections: number) => void;

/** Opens an approved image's bytes: FILE_MISSING, SOURCE_AWAY, FILE_CHANGED, FILE_UNREADABLE. */
export type ReadSource = (
  files: Iterable<SourceFile>,
  expected: { readonly sha256: Sha256; readonly md5: Md5; readonly bytes: number },
) => Promise<Source>;

/** The query of a SAS that lets the hub read this blob for so long. A secret. CREDENTIAL_MISSING, CONTAINER_OFFLINE. */
export type LinkSource = (source: AzureSource, lifeMs: number) => Promise<string>;
