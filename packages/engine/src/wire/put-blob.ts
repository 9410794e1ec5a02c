/** Put Blob, Put Block and Put Block List, in Azure's words. */
import { createHash } from "node:crypto";
import type { Md5, UploadTarget } from "@landfall/protocol";
import { type StallPatience, stallPatience } from "../policy.ts";
import type { PutBlob, PutBlock, PutBlockList } from "../ports.ts";
import { put } from "./put.ts";

const md5Of = (bytes: Uint8Array): Md5 => createHash("md5").update(bytes).digest("hex") as Md5;

function withQuery(target: UploadTarget, query: Readonly<Record<string, string>>): URL {
  const url = new URL(target.url);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

export interface Puts {
  readonly putBlob: PutBlob;
  readonly putBlock: PutBlock;
  readonly putBlockList: PutBlockList;
}

export const createPuts = (patience: StallPatience = stallPatience): Puts => ({
  putBlob: (target, body, options) => put(new URL(target.url), target.headers, body, options, patience),

  putBlock: (target, { id, bytes }, options) => {
    const body = { bytes: bytes.length, md5: md5Of(bytes), open: () => bytes };
    return put(withQuery(target, { comp: "block", blockid: id }), {}, body, options, patience);
  },

  putBlockList: (target, ids, { signal }) => {
    const list = ids.map((id) => `<Latest>${id}</Latest>`).join("");
    const bytes = Buffer.from(`<?xml version="1.0" encoding="utf-8"?><BlockList>${list}</BlockList>`);
    const body = { bytes: bytes.length, md5: md5Of(bytes), open: () => bytes };
    const headers = { ...target.headers, "content-type": "application/xml" };
    const options = { signal, onSent: () => {} };
    return put(withQuery(target, { comp: "blocklist" }), headers, body, options, patience);
  },
});

export const { putBlob: nodePutBlob, putBlock: nodePutBlock, putBlockList: nodePutBlockList } = createPuts();
