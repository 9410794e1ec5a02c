/**
 * What a scan takes and gives. Everything here is plain data that survives a structured clone, and `ImageMetadata` is JSON.
 * The station's database implements {@link HashCache} and {@link ScanSink}; survey knows nothing of it.
 */
import type { AzureSource, Bucket, FieldSource, FindingCode, Md5, ReasonCode, Sha256 } from "@landfall/protocol";
import type { AzureAccess } from "./azure/port.ts";

/**
 * Version of everything that reading a file can say. A cache must not return what was read under another version:
 * the file is then read again and understood anew.
 */
export const readerVersion = 10;

export interface ScanRequest {
  /** Absolute paths of the folders to read. A root inside another root, or named twice, is read once. */
  readonly roots: readonly string[];
  /** How to get into each root that lies in Azure (`azure://ACCOUNT/CONTAINER/FOLDER`), by the root's text. */
  readonly azure?: Readonly<Record<string, AzureAccess>>;
  /** The present, epoch milliseconds; a date after it (plus one day) is in the future. Left out: the clock. */
  readonly nowMs?: number;
}

/** What identifies the unchanged state of a file under its root. */
export interface FileKey {
  readonly pathBytes: Uint8Array;
  readonly path: string;
  readonly size: number;
  readonly mtimeNs: bigint;
}

/** One entry of the disk, in exactly one bucket. */
export interface FoundFile extends FileKey {
  /** Index into the request's roots. */
  readonly root: number;
  /** Relative to its root, segments joined by `/` (0x2f), as the file system has them. */
  readonly pathBytes: Uint8Array;
  /** The same as text to show: bytes that are not UTF-8 are shown as `\xNN`. A folder that cannot be read ends in `/`. */
  readonly path: string;
  readonly size: number;
  readonly mtimeNs: bigint;
  readonly ino: bigint | null;
  readonly bucket: Bucket;
  /** Why it is not an image; null for an image. */
  readonly reason: ReasonCode | null;
  /** By content, `image/jpeg`; null where the content is not known. */
  readonly mediaType: string | null;
  /** Of the bytes, wherever they could be read, in every bucket. Of an image in Azure, its key: nobody has read its bytes. */
  readonly sha256: Sha256 | null;
  /** Of images only; in Azure only where the container states it. */
  readonly md5: Md5 | null;
  /** Of images only: of the picture alone, without what the file says about it; null where it cannot be told apart. */
  readonly pictureSha256: Sha256 | null;
  /** Of images that lie in Azure. */
  readonly source?: AzureSource;
  /** Of images only; all its fields are null where the file states nothing. */
  readonly metadata: ImageMetadata | null;
  readonly findings: readonly FindingCode[];
}

/** A text of the file's own metadata, where it stands, and what other places in the file say instead. */
export interface StatedText {
  readonly value: string;
  readonly source: Extract<FieldSource, "exif" | "iptc" | "xmp">;
  readonly raw: string;
  readonly conflicts: readonly { readonly value: string; readonly source: FieldSource; readonly raw: string }[];
}

/** The tag that states the time. `ModifyDate` is a fallback and carries the finding DATE_FALLBACK. */
export type TimeSource =
  | "DateTimeOriginal"
  | "xmp:DateTimeOriginal"
  | "iptc:DateCreated"
  | "photoshop:DateCreated"
  | "DateTimeDigitized"
  | "xmp:CreateDate"
  | "quicktime:CreationDate"
  | "ModifyDate";

/** What an image says of itself. Null where it says nothing, or nothing that can be true. */
export interface ImageMetadata {
  /** `2016-07-01T10:11:12.120`, sub-second digits as written; `2016-07-01`, `2016-07` or `2016` where no more is stated. Never shifted. */
  readonly localTime: string | null;
  /** `+02:00`, where the file states one for this very time, or where its GPS time tells it. */
  readonly offset: string | null;
  readonly offsetSource: "stated" | "gps" | null;
  /** The instant of the GPS fix, `2016-07-01T08:11:12.000Z`. */
  readonly gpsTime: string | null;
  readonly timeSource: TimeSource | null;
  /** The text `localTime` was read from. */
  readonly timeRaw: string | null;
  /** What the camera showed, where no time is stated that can be true: of a clock that had not been set. */
  readonly shownTime: string | null;
  /** Both or neither, WGS 84 degrees. */
  readonly decimalLatitude: number | null;
  readonly decimalLongitude: number | null;
  readonly gpsSource: Extract<FieldSource, "exif" | "xmp" | "gpx"> | null;
  readonly gpsRaw: string | null;
  /** Latitude and longitude as they are stated, where they are not on the earth. */
  readonly refusedPosition?: readonly [latitude: number, longitude: number];
  /** Of a position from a track only. */
  readonly gpsPlace?: string;
  readonly coordinateUncertaintyInMeters?: number;
  /** Several names are joined by ` | `. */
  readonly recordedBy: StatedText | null;
  readonly locality: StatedText | null;
  readonly make: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  /** EXIF orientation 1–8 as stated. */
  readonly orientation: number | null;
  /** `xmp:Rating`, else the EXIF rating: 1 to 5 stars, −1 for rejected; null where none is given. */
  readonly rating: number | null;
  /** What a person has tagged it with; absent where there is nothing. */
  readonly keywords?: readonly { readonly value: string; readonly source: "xmp" | "iptc" }[];
  /** Its keywords with those that they lie under, as the program wrote them: `People|Jo`; absent where there are none. */
  readonly keywordPaths?: readonly string[];
  /** People that it says are in the picture: by name, or by a face that is marked, with a name or none; absent where there are none. */
  readonly people?: readonly { readonly name: string | null; readonly source: "person" | "face" }[];
  /** Stored pixel size of the picture itself, before orientation is applied. */
  readonly width: number | null;
  readonly height: number | null;
}

/** Everything of one folder that shows from outside, apart from its subfolders. */
export interface FolderState {
  /** Relative to its root; ends in `/`, or is empty for the root itself. */
  readonly pathBytes: Uint8Array;
  /** Of the names, sizes, times and inode numbers of its entries. */
  readonly fingerprint: string;
  readonly files: number;
}

/** A folder in the stream of files. */
export interface FolderMark extends FolderState {
  readonly root: number;
  /** Index into the batch at which its files end. Those of a known folder are not in the batch: they belong here. */
  readonly at: number;
  /** Nothing has changed in it since the cache was told of it. */
  readonly isKnown: boolean;
}

export type FolderTally = Pick<ScanProgress, "found" | "images" | "unreadable" | "ignored">;

/** Answers what is known of files that have not changed. Called on the thread that called `scanFolders`. */
export interface HashCache {
  /**
   * What was found earlier for each key (same root, path bytes, size and mtime, same {@link readerVersion}), or null.
   * Answers have the order and the length of `keys`, a few hundred of one folder at a time. `root` is the absolute path.
   * The `root` index of an answer is ignored.
   */
  lookup(
    root: string,
    keys: readonly FileKey[],
  ): readonly (FoundFile | null)[] | Promise<readonly (FoundFile | null)[]>;
  /** What a folder in this state holds; null where its files have to be looked at. Only for a sink that takes folders. */
  folder?(root: string, state: FolderState): FolderTally | null;
}

export interface ScanProgress {
  /** The folder being read, as text, with its root. */
  readonly folder: string;
  readonly found: number;
  readonly images: number;
  readonly unreadable: number;
  readonly ignored: number;
  /** Bytes read from disk so far; cached files are not read. */
  readonly bytesRead: number;
}

/** Where found files go. */
export interface ScanSink {
  /** One batch, in scan order. The scan waits for the returned promise: this is the back-pressure. */
  files(batch: readonly FoundFile[], progress: ScanProgress, folders: readonly FolderMark[]): void | Promise<void>;
}

/** Resolves when this many more bytes may come over the network; undefined: at once. */
export type Turn = (bytes: number) => Promise<void> | undefined;

export interface ScanOptions {
  readonly cache?: HashCache;
  /** Each range of a blob waits for its turn. */
  readonly turn?: Turn;
  /** Ends the scan; `scanFolders` then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Totals of a finished scan. */
export type ScanTally = Omit<ScanProgress, "folder">;
