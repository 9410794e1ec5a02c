/** Somebody's blob as the hub sees it: whether it is still the one that was approved. The far end where its answers are classified. */
import { classifyConnectionFailure, LandfallError, plainEtag } from "@landfall/protocol";
import type { CopySource } from "../blobs/port.ts";
import { agreeOnMd5, noMd5 } from "../store/blobs.ts";

const apiVersion = "2021-12-02";
const callMs = 30_000;

/** An answer that is no success, as an error of ours; undefined for a success. Names the code, never the address. */
export function classifySource(status: number, code: string | null): LandfallError | undefined {
  if (status === 200 || status === 206) return undefined;
  const detail = `the container answered ${status}${code ? ` ${code}` : ""}`;
  if (status === 401 || status === 403) return new LandfallError("SOURCE_REFUSED", { detail });
  if (status === 404) return new LandfallError("SOURCE_MISSING", { detail });
  if (status === 412) return new LandfallError("SOURCE_CHANGED", { detail });
  return new LandfallError("COPY_FAILED", { detail });
}

/** One request to the source. A redirect would carry the signature elsewhere. */
export async function askSource(
  method: "HEAD" | "GET",
  { url, etag }: Pick<CopySource, "url" | "etag">,
  signal: AbortSignal,
): Promise<Response> {
  const headers = { "x-ms-version": apiVersion, ...(method === "GET" && { "if-match": `"${etag}"` }) };
  let response: Response;
  try {
    response = await fetch(url, { method, headers, redirect: "error", signal });
  } catch (cause) {
    signal.throwIfAborted();
    const { code } = classifyConnectionFailure(cause);
    throw new LandfallError("COPY_FAILED", { detail: `the container cannot be reached (${code})`, cause });
  }
  const error = classifySource(response.status, response.headers.get("x-ms-error-code"));
  if (!error) return response;
  await response.body?.cancel();
  throw error;
}

/** SOURCE_CHANGED unless length, ETag and, where both are stated, MD5 are those that were approved. */
export async function confirmSource(source: CopySource, md5: string, signal: AbortSignal): Promise<void> {
  const { headers } = await askSource("HEAD", source, AbortSignal.any([signal, AbortSignal.timeout(callMs)]));
  const stated = headers.get("content-md5");
  const now = {
    etag: plainEtag(headers.get("etag") ?? ""),
    bytes: Number(headers.get("content-length")),
    md5: stated ? Buffer.from(stated, "base64").toString("hex") : noMd5,
  };
  if (now.etag === source.etag && now.bytes === source.bytes && agreeOnMd5(now.md5, md5)) return;
  const what = now.etag === source.etag ? "length or MD5" : "ETag";
  throw new LandfallError("SOURCE_CHANGED", { detail: `its ${what} is another` });
}
