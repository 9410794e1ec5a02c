/** Ways to bring a file to a blob store: read, both hashes, one create-only PUT that carries the MD5. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import http from "node:http";
import { AnonymousCredential, BlockBlobClient } from "@azure/storage-blob";
import type { Photograph } from "./photographs.ts";

export type Send = (photograph: Photograph, url: string) => Promise<void>;

async function readAndHash({ path, sha256 }: Photograph): Promise<{ bytes: Buffer; md5: string }> {
  const bytes = await readFile(path);
  if (createHash("sha256").update(bytes).digest("hex") !== sha256) throw new Error(`${path} is not what it was`);
  return { bytes, md5: createHash("md5").update(bytes).digest("base64") };
}

const headersOf = (bytes: Buffer, md5: string) => ({
  "x-ms-blob-type": "BlockBlob",
  "if-none-match": "*",
  "content-type": "image/jpeg",
  "content-length": String(bytes.length),
  "content-md5": md5,
});

const agent = new http.Agent({ keepAlive: true });

const nodeHttp: Send = async (photograph, url) => {
  const { bytes, md5 } = await readAndHash(photograph);
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const request = http.request(url, { method: "PUT", agent, headers: headersOf(bytes, md5) }, resolve);
    request.once("error", reject);
    request.end(bytes);
  });
  for await (const _ of response);
  if (response.statusCode !== 201) throw new Error(`HTTP ${response.statusCode}`);
};

const builtInFetch: Send = async (photograph, url) => {
  const { bytes, md5 } = await readAndHash(photograph);
  const { "content-length": _, ...headers } = headersOf(bytes, md5);
  const response = await fetch(url, { method: "PUT", headers, body: bytes });
  await response.arrayBuffer();
  if (response.status !== 201) throw new Error(`HTTP ${response.status}`);
};

const azureSdk: Send = async (photograph, url) => {
  const { bytes, md5 } = await readAndHash(photograph);
  const client = new BlockBlobClient(url, new AnonymousCredential(), { retryOptions: { maxTries: 1 } });
  await client.upload(bytes, bytes.length, {
    blobHTTPHeaders: { blobContentType: "image/jpeg", blobContentMD5: Buffer.from(md5, "base64") },
    conditions: { ifNoneMatch: "*" },
  });
};

export const sends = { nodeHttp, fetch: builtInFetch, azureSdk } as const;
export type SendName = keyof typeof sends;
