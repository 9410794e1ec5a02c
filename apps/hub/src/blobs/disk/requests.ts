/**
 * The part of the Blob REST API that stations use, Put Blob, straight on node:http: it is the hub's hottest path, and a
 * body must neither be held in memory nor copied on its way to the disk.
 */
import { createHash, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isBlobName } from "../port.ts";
import type { DiskFiles } from "./files.ts";
import { mayCreate } from "./signature.ts";

export interface BlobRequestOptions {
  readonly files: DiskFiles;
  readonly secret: Buffer;
  readonly onError: (error: unknown) => void;
}

/** Handles one request under {@link blobsPath}. Never rejects. */
export type BlobRequests = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export const blobsPath = "/blobs/";

/** Azure's largest single Put Blob. */
const largestBytes = 5_000 * 2 ** 20;
/** Written together, so that a large photograph costs few system calls; also the most that waits in memory. */
const writeBytes = 2 ** 20;

/** Azure's code, its status and its words. */
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
  ServerBusy: [503, "The blob cannot be stored just now."],
} as const satisfies Record<string, readonly [number, string]>;
type Refusal = keyof typeof refusals;

function refuse(response: ServerResponse, code: Refusal, detail = ""): void {
  if (response.headersSent || response.destroyed) return;
  const [status, message] = refusals[code];
  const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}${detail && ` ${detail}`}</Message></Error>`;
  response.writeHead(status, {
    "content-type": "application/xml",
    "content-length": Buffer.byteLength(body),
    "x-ms-error-code": code,
  });
  response.end(body);
}

interface PutHeaders {
  readonly bytes: number;
  readonly md5: string;
}

/** What the request announces, or the refusal of it. */
function readHeaders(request: IncomingMessage): PutHeaders | readonly [Refusal, string] {
  const { headers } = request;
  const blobType = headers["x-ms-blob-type"];
  if (blobType === undefined) return ["MissingRequiredHeader", "x-ms-blob-type"];
  if (blobType !== "BlockBlob") return ["InvalidHeaderValue", "x-ms-blob-type"];
  const length = headers["content-length"];
  if (length === undefined) return ["MissingContentLengthHeader", ""];
  const bytes = Number(length);
  if (bytes > largestBytes) return ["RequestBodyTooLarge", ""];
  const announced = headers["content-md5"] ?? headers["x-ms-blob-content-md5"];
  if (announced === undefined) return ["MissingRequiredHeader", "Content-MD5"];
  const md5 = Buffer.from(String(announced), "base64");
  if (md5.length !== 16) return ["InvalidHeaderValue", "Content-MD5"];
  return { bytes, md5: md5.toString("hex") };
}

/** Stores the body if it is what was announced; says what is wrong with it otherwise, and then nothing is stored. */
async function store(request: IncomingMessage, name: string, announced: PutHeaders, files: DiskFiles) {
  const incoming = await files.receive();
  const hash = createHash("md5");
  let received = 0;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      hash.update(chunk);
      received += chunk.length;
      waiting.push(chunk);
      waitingBytes += chunk.length;
      if (waitingBytes >= writeBytes) {
        await incoming.write(waiting);
        waiting = [];
        waitingBytes = 0;
      }
    }
  } catch (error) {
    await incoming.discard();
    if (request.errored) return "IncompleteBody";
    throw error;
  }
  const isWhole = received === announced.bytes && request.complete;
  if (!isWhole || hash.digest("hex") !== announced.md5) {
    await incoming.discard();
    return isWhole ? "Md5Mismatch" : "IncompleteBody";
  }
  try {
    await incoming.write(waiting);
    return (await incoming.publish(name, announced.md5)) ? undefined : "BlobAlreadyExists";
  } catch (error) {
    await incoming.discard();
    throw error;
  }
}

export function blobRequests({ files, secret, onError }: BlobRequestOptions): BlobRequests {
  const put = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "", "http://hub");
    const name = url.pathname.slice(blobsPath.length);
    if (!isBlobName(name) || !mayCreate(secret, name, url.searchParams, Date.now()))
      return refuse(response, "AuthenticationFailed");
    if (request.method !== "PUT" || url.searchParams.has("comp"))
      return refuse(response, "AuthorizationPermissionMismatch");
    const announced = readHeaders(request);
    if (!("md5" in announced)) return refuse(response, ...announced);
    const taken = request.headers["if-none-match"] === "*" ? "BlobAlreadyExists" : "UnauthorizedBlobOverwrite";
    if (await files.exists(name)) return refuse(response, taken);
    const problem = await store(request, name, announced, files);
    if (problem) return refuse(response, problem === "BlobAlreadyExists" ? taken : problem);
    response.writeHead(201, {
      etag: `"0x${announced.md5.slice(0, 16).toUpperCase()}"`,
      "last-modified": new Date().toUTCString(),
      "content-md5": Buffer.from(announced.md5, "hex").toString("base64"),
      "x-ms-request-server-encrypted": "false",
      "content-length": 0,
    });
    response.end();
  };
  return async (request, response) => {
    response.setHeader("x-ms-request-id", randomUUID());
    response.setHeader("x-ms-version", "2026-04-06");
    try {
      await put(request, response);
    } catch (error) {
      onError(error);
      refuse(response, "ServerBusy");
    }
  };
}
