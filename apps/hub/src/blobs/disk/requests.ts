/**
 * The part of the Blob REST API that stations use (Put Blob, Put Block, Put Block List), straight on node:http: it is the hub's hottest path, and a
 * body must neither be held in memory nor copied on its way to the disk.
 */
import { createHash, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isDiskFull } from "../../trouble.ts";
import { collect, isBlobName } from "../port.ts";
import type { DiskBlocks } from "./blocks.ts";
import type { DiskFiles } from "./files.ts";
import { type Announced, receiveBody, storeStream } from "./receive.ts";
import { allowedKind } from "./signature.ts";

export interface BlobRequestOptions {
  readonly files: DiskFiles;
  readonly blocks: DiskBlocks;
  readonly secret: Buffer;
  readonly onError: (error: unknown) => void;
}

/** Handles one request under {@link blobsPath}. Never rejects. */
export type BlobRequests = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export const blobsPath = "/blobs/";

/** Azure's largest single Put Blob. */
const largestBytes = 5_000 * 2 ** 20;
/** Azure's most for one block, and for a list of them. */
const largestBlockBytes = 4_000 * 2 ** 20;
const mostBlocks = 50_000;

/** Azure's code, its status and its words; and one for what Azure does not know, a disk that is full. */
const refusals = {
  AuthenticationFailed: [403, "The signature is missing, wrong or expired."],
  AuthorizationPermissionMismatch: [403, "The signature does not allow this."],
  UnauthorizedBlobOverwrite: [403, "The signature does not allow overwriting a blob."],
  MissingContentLengthHeader: [411, "The Content-Length header is missing."],
  MissingRequiredHeader: [400, "A header that is needed is missing."],
  InvalidHeaderValue: [400, "A header has a value that is not taken here."],
  RequestBodyTooLarge: [413, "The body is larger than a blob may be."],
  BlobAlreadyExists: [409, "There is a blob of this name already."],
  Md5Mismatch: [400, "The bytes do not have the MD5 that was announced."],
  IncompleteBody: [400, "The body ended before the announced length."],
  InvalidBlockList: [400, "A block of the list is not here."],
  InvalidXmlDocument: [400, "The list of blocks cannot be read."],
  InvalidBlobOrBlock: [400, "The block's id is not of the right form."],
  ServerBusy: [503, "The blob cannot be stored just now."],
  InsufficientStorage: [507, "The hub's disk is full."],
} as const satisfies Record<string, readonly [number, string]>;
type Refusal = keyof typeof refusals;

function refuse(response: ServerResponse, code: Refusal, detail = ""): void {
  if (response.headersSent || response.destroyed) return;
  const [status, message] = refusals[code];
  const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}${detail && ` ${detail}`}</Message></Error>`;
  if (code === "InsufficientStorage") response.setHeader("retry-after", fullDiskRetrySeconds);
  response.writeHead(status, {
    "content-type": "application/xml",
    "content-length": Buffer.byteLength(body),
    "x-ms-error-code": code,
  });
  response.end(body);
}

/** A person has to make room; it is asked again in between. */
const fullDiskRetrySeconds = 60;

const storeVersion = "2026-04-06";

/** The MD5 and the length that a body is announced with, or the refusal of it. */
function readHeaders(request: IncomingMessage, limitBytes: number): Announced | readonly [Refusal, string] {
  const { headers } = request;
  const length = headers["content-length"];
  if (length === undefined) return ["MissingContentLengthHeader", ""];
  const bytes = Number(length);
  if (bytes > limitBytes) return ["RequestBodyTooLarge", ""];
  const announced = headers["content-md5"] ?? headers["x-ms-blob-content-md5"];
  if (announced === undefined) return ["MissingRequiredHeader", "Content-MD5"];
  const md5 = Buffer.from(String(announced), "base64");
  if (md5.length !== 16) return ["InvalidHeaderValue", "Content-MD5"];
  return { bytes, md5: md5.toString("hex") };
}

/** As in Azure the Content-MD5 is that of the request's body, which is the blob's own except for a list of blocks. */
function created(response: ServerResponse, md5: string, bodyMd5 = Buffer.from(md5, "hex")): void {
  response.writeHead(201, {
    etag: `"0x${md5.slice(0, 16).toUpperCase()}"`,
    "last-modified": new Date().toUTCString(),
    "content-md5": bodyMd5.toString("base64"),
    "x-ms-request-server-encrypted": "false",
    "content-length": 0,
  });
  response.end();
}

/** Base64 of at most 64 bytes, as Azure takes it. */
function blockId(text: string | null): Buffer | undefined {
  const id = Buffer.from(text ?? "", "base64");
  return id.length > 0 && id.length <= 64 && id.toString("base64") === text ? id : undefined;
}

/** The ids of `<BlockList><Latest>…</Latest>…</BlockList>`, in order. */
function readBlockList(xml: string): Buffer[] | undefined {
  const list = /<BlockList>([\s\S]*)<\/BlockList>/.exec(xml)?.[1];
  if (list === undefined) return undefined;
  const ids = [...list.matchAll(/<(?:Latest|Uncommitted)>\s*([A-Za-z0-9+/=]+)\s*<\/(?:Latest|Uncommitted)>/g)];
  const read = ids.map(([, id]) => blockId(id ?? null));
  return read.length > 0 && read.length <= mostBlocks && read.every((id) => id !== undefined) ? read : undefined;
}

export function blobRequests({ files, blocks, secret, onError }: BlobRequestOptions): BlobRequests {
  const putBlob = async (request: IncomingMessage, response: ServerResponse, name: string, taken: Refusal) => {
    const blobType = request.headers["x-ms-blob-type"];
    if (blobType === undefined) return refuse(response, "MissingRequiredHeader", "x-ms-blob-type");
    if (blobType !== "BlockBlob") return refuse(response, "InvalidHeaderValue", "x-ms-blob-type");
    const announced = readHeaders(request, largestBytes);
    if (!("md5" in announced)) return refuse(response, ...announced);
    if (await files.exists(name)) return refuse(response, taken);
    const incoming = await receiveBody(request, announced, files);
    if (typeof incoming === "string") return refuse(response, incoming);
    if (!(await incoming.publish(name, announced.md5))) return refuse(response, taken);
    created(response, announced.md5);
  };

  const putBlock = async (request: IncomingMessage, response: ServerResponse, name: string, id: Buffer | undefined) => {
    if (!id) return refuse(response, "InvalidBlobOrBlock");
    const announced = readHeaders(request, largestBlockBytes);
    if (!("md5" in announced)) return refuse(response, ...announced);
    const incoming = await receiveBody(request, announced, files);
    if (typeof incoming === "string") return refuse(response, incoming);
    await blocks.stage(incoming, name, id);
    created(response, announced.md5);
  };

  const putBlockList = async (request: IncomingMessage, response: ServerResponse, name: string, taken: Refusal) => {
    const list = await collect(request as AsyncIterable<Buffer>, 8 * 2 ** 20);
    const ids = list && readBlockList(list.toString("utf8"));
    if (!ids) return refuse(response, "InvalidXmlDocument");
    if (await files.exists(name)) return refuse(response, taken);
    const bytes = await blocks.assemble(name, ids);
    if (!bytes) return refuse(response, "InvalidBlockList");
    const stored = await storeStream(bytes, name, files);
    if (!stored) return refuse(response, taken);
    // Only now: a hub that is killed before has the blocks still, and one killed here has a blob and a few blocks too many.
    await blocks.forget(name).catch(onError);
    created(response, stored.md5, createHash("md5").update(list).digest());
  };

  const put = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "", "http://hub");
    const name = url.pathname.slice(blobsPath.length);
    const kind = isBlobName(name) ? allowedKind(secret, name, url.searchParams, Date.now()) : undefined;
    if (!kind) return refuse(response, "AuthenticationFailed");
    const comp = url.searchParams.get("comp");
    if (request.method !== "PUT" || (comp !== null && kind !== "blocks"))
      return refuse(response, "AuthorizationPermissionMismatch");
    const taken = request.headers["if-none-match"] === "*" ? "BlobAlreadyExists" : "UnauthorizedBlobOverwrite";
    if (comp === null) return putBlob(request, response, name, taken);
    if (comp === "block") return putBlock(request, response, name, blockId(url.searchParams.get("blockid")));
    if (comp === "blocklist") return putBlockList(request, response, name, taken);
    return refuse(response, "AuthorizationPermissionMismatch");
  };
  return async (request, response) => {
    response.setHeader("x-ms-request-id", randomUUID());
    response.setHeader("x-ms-version", storeVersion);
    try {
      await put(request, response);
    } catch (error) {
      onError(error);
      // A connection with a body that nobody reads would be reset before the answer is read.
      request.resume();
      refuse(response, isDiskFull(error) ? "InsufficientStorage" : "ServerBusy");
    }
  };
}
