/**
 * One PUT to a blob store over plain `node:http(s)`: keep-alive, known length, transactional MD5.
 * The far end where answers of a blob store are classified.
 */
import http from "node:http";
import https from "node:https";
import { classifyConnectionFailure, LandfallError, parseRetryAfter } from "@landfall/protocol";
import { continueWaitMs, type StallPatience } from "../policy.ts";
import type { BlobBody, Pace, PutOptions } from "../ports.ts";
import { agentFor } from "./connections.ts";
import { watchForStall } from "./stall.ts";

/** Small enough to see a slow link move, large enough to cost nothing on a fast one. */
const sliceBytes = 64 * 1024;
const noCap: Pace = { sliceBytes: () => sliceBytes, take: () => undefined };
const answerLimitBytes = 16 * 1024;

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** `x-ms-error-code`, or the XML body's code. */
  readonly code: string | undefined;
}

const transientStatuses = new Set([408, 425, 429]);

function classify(answer: Answer, md5Base64: string): LandfallError | undefined {
  const { status, headers, code } = answer;
  const detail = code ? `HTTP ${status} ${code}` : `HTTP ${status}`;
  if (status === 201) {
    const stored = headers["content-md5"];
    return typeof stored === "string" && stored !== md5Base64
      ? new LandfallError("BLOB_CORRUPTED", { detail: "the store computed another MD5" })
      : undefined;
  }
  if (status < 400) return new LandfallError("NOT_THE_HUB", { detail });
  const retryAfterMs = parseRetryAfter(headers["retry-after"] ?? null, headers.date ?? null);
  const options = { detail, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  if (status === 429) return new LandfallError("RATE_LIMITED", options);
  if (transientStatuses.has(status)) return new LandfallError("CONNECTION_LOST", options);
  if (status === 507) return new LandfallError("HUB_DISK_FULL", options);
  if (status >= 500) return new LandfallError("HUB_UNAVAILABLE", options);
  // 404: the place that the link leads to is gone, such as the container. A fresh link leads to one that is there.
  if (status === 401 || status === 403 || status === 404) return new LandfallError("SAS_REFUSED", { detail });
  if (status === 409 && code === "BlobAlreadyExists") return new LandfallError("BLOB_EXISTS", { detail });
  if (code === "InvalidBlockList") return new LandfallError("BLOCKS_GONE", { detail });
  // As many bytes are sent as were announced: where fewer arrived, the way or the store lost them.
  if (code === "IncompleteBody") return new LandfallError("CONNECTION_LOST", { detail });
  if (code === "Md5Mismatch") return new LandfallError("BLOB_CORRUPTED", { detail });
  return new LandfallError("BLOB_REFUSED", { detail });
}

async function readAnswer(response: http.IncomingMessage): Promise<Answer> {
  let text = "";
  for await (const chunk of response) {
    if (text.length < answerLimitBytes) text += String(chunk);
  }
  const header = response.headers["x-ms-error-code"];
  const code = typeof header === "string" ? header : /<Code>(\w+)<\/Code>/.exec(text)?.[1];
  return { status: response.statusCode ?? 0, headers: response.headers, code };
}

async function* slices(body: AsyncIterable<Uint8Array> | Uint8Array, pace: Pace): AsyncGenerator<Uint8Array> {
  for await (const piece of body instanceof Uint8Array ? [body] : body) {
    for (let at = 0; at < piece.length; ) {
      const slice = piece.subarray(at, at + pace.sliceBytes());
      yield slice;
      at += slice.length;
    }
  }
}

const write = (request: http.ClientRequest, slice: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    request.write(slice, (error) => (error ? reject(error) : resolve()));
  });

/**
 * Resolves when the body may go. A store that lately failed is asked first (`Expect: 100-continue`, RFC 9110), so that
 * what it would refuse costs nothing on the way there; its refusal is the answer.
 */
function permission(request: http.ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, continueWaitMs);
    for (const event of ["continue", "response", "close"])
      request.once(event, () => {
        clearTimeout(timer);
        resolve();
      });
  });
}

/**
 * Sends the body; an answer that comes early (a refusal) ends the sending, and is the outcome. Resolves to whether all of
 * it has left: the system has taken over the bytes of every write.
 */
async function send(
  request: http.ClientRequest,
  body: AsyncIterable<Uint8Array>,
  answered: () => boolean,
  turn: (bytes: number) => Promise<void> | undefined,
  onSlice: (bytes: number) => void,
): Promise<boolean> {
  for await (const slice of body) {
    const wait = turn(slice.length);
    if (wait) await wait;
    if (answered()) return false;
    await write(request, slice);
    onSlice(slice.length);
  }
  request.end();
  return true;
}

/** Rejects with a classified error unless the store has answered 201. */
export async function put(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: BlobBody,
  { signal, onSent, pace = noCap, asksFirst = false }: PutOptions,
  patience: StallPatience,
): Promise<void> {
  signal.throwIfAborted();
  const md5Base64 = Buffer.from(body.md5, "hex").toString("base64");
  const request = (url.protocol === "https:" ? https : http).request(url, {
    method: "PUT",
    agent: agentFor(url),
    headers: {
      ...headers,
      "content-length": body.bytes,
      "content-md5": md5Base64,
      ...(asksFirst && { expect: "100-continue" }),
    },
  });
  let answered = false;
  let sentBytes = 0;
  let waitsForTurn = false;
  const watched = {
    sentBytes: () => sentBytes,
    totalBytes: body.bytes,
    waitsForTurn: () => waitsForTurn,
    onStall: (error: LandfallError) => request.destroy(error),
  };
  const stall = watchForStall(watched, patience);
  const onAbort = () => request.destroy(signal.reason as Error);
  signal.addEventListener("abort", onAbort, { once: true });
  const answer = new Promise<Answer>((resolve, reject) => {
    request.once("error", reject);
    request.once("response", (response) => {
      answered = true;
      readAnswer(response).then(resolve, reject);
    });
  });
  answer.catch(() => {});
  try {
    if (asksFirst) await permission(request);
    const sending = send(
      request,
      slices(body.open(), pace),
      () => answered,
      (bytes) => {
        const turn = pace.take(bytes, signal);
        waitsForTurn = turn !== undefined;
        return turn?.finally(() => {
          waitsForTurn = false;
        });
      },
      (bytes) => {
        sentBytes += bytes;
        onSent(sentBytes);
      },
    );
    // A broken sending is told by the answer when one came all the same.
    sending.then(
      (hasLeft) => hasLeft && body.release?.(),
      (error: Error) => answered || request.destroy(error),
    );
    const error = classify(await answer, md5Base64);
    if (error) throw error;
  } catch (error) {
    signal.throwIfAborted();
    throw classifyConnectionFailure(error);
  } finally {
    stall.stop();
    signal.removeEventListener("abort", onAbort);
    if (sentBytes < body.bytes) request.destroy();
  }
}
