/** The transport over `fetch`, for small JSON calls; the far end where connection failures are classified. */
import type { Transport } from "./client.ts";
import { type ErrorCode, LandfallError } from "./errors.ts";

export interface FetchTransportOptions {
  /** Scheme, host and port, with the API's path prefix, without a trailing slash. */
  readonly baseUrl: string;
  /** Sent as `Authorization: Bearer`. */
  readonly token?: string;
  /** How long one call may take without an answer, milliseconds. */
  readonly timeoutMs?: number;
  /** Before each piece of an answer is taken: resolves when this many more bytes may come. */
  readonly turn?: (bytes: number, signal: AbortSignal) => Promise<void> | undefined;
  /** The code for "nothing answers there". */
  readonly offlineCode?: Extract<ErrorCode, "HUB_OFFLINE" | "STATION_NOT_RUNNING">;
}

/** Node's and libuv's names for "there is no way to that host just now". */
const offlineCauses = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "ENETDOWN",
  "EHOSTDOWN",
  "EADDRNOTAVAIL",
]);

/** The system's code of a failed connection, wherever fetch or node:http put it. */
export function systemCode(error: unknown): string | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (at instanceof AggregateError && at.errors.length > 0) return systemCode(at.errors[0]);
    const { code } = at as { code?: unknown };
    if (typeof code === "string") return code;
  }
  return undefined;
}

/** A thrown connection failure as an error of ours: nothing there, or broken on the way. */
export function classifyConnectionFailure(error: unknown, offlineCode: ErrorCode = "HUB_OFFLINE"): LandfallError {
  if (error instanceof LandfallError) return error;
  const code = systemCode(error);
  if (code && offlineCauses.has(code)) return new LandfallError(offlineCode, { detail: code, cause: error });
  if (error instanceof Error && error.name === "TimeoutError") return new LandfallError("STALLED", { cause: error });
  return new LandfallError("CONNECTION_LOST", { detail: code ?? "the connection broke", cause: error });
}

interface SilenceTimer {
  readonly signal: AbortSignal;
  readonly start: () => void;
  readonly stop: () => void;
}

/** The answer piece by piece, each in its turn. Only the silence of the far end counts as such, not the wait for a turn. */
async function readInTurns(
  response: Response,
  turn: NonNullable<FetchTransportOptions["turn"]>,
  signal: AbortSignal,
  silence: SilenceTimer,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    silence.stop();
    await turn(piece.length, signal);
    silence.start();
    text += decoder.decode(piece, { stream: true });
  }
  return text + decoder.decode();
}

/** Aborts with a TimeoutError after this long, unless it is stopped. */
function silenceTimer(ms: number): SilenceTimer {
  const over = new AbortController();
  const expire = () => over.abort(new DOMException("nothing came for too long", "TimeoutError"));
  let timer = setTimeout(expire, ms);
  return {
    signal: over.signal,
    start: () => {
      timer = setTimeout(expire, ms);
    },
    stop: () => clearTimeout(timer),
  };
}

export function fetchTransport(options: FetchTransportOptions): Transport {
  const { baseUrl, token, timeoutMs = 60_000, turn, offlineCode = "HUB_OFFLINE" } = options;
  return async (request) => {
    const silence = silenceTimer(timeoutMs);
    const signal = request.signal ? AbortSignal.any([request.signal, silence.signal]) : silence.signal;
    try {
      const response = await fetch(baseUrl + request.path, {
        method: request.method,
        headers: { ...request.headers, ...(token && { authorization: `Bearer ${token}` }) },
        // A redirect is not followed, which would carry the key elsewhere: it is no answer of the hub's.
        redirect: "manual",
        signal,
        ...(request.body !== undefined && { body: request.body }),
      });
      const text = await (turn ? readInTurns(response, turn, signal, silence) : response.text());
      return { status: response.status, header: (name) => response.headers.get(name), text };
    } catch (error) {
      if (request.signal?.aborted) throw request.signal.reason;
      throw classifyConnectionFailure(error, offlineCode);
    } finally {
      silence.stop();
    }
  };
}
