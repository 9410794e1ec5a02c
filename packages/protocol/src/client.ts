/** A typed client made from a contract, over any transport. */
import type { Contract, Route, RouteAnswer, RouteRequest } from "./contract.ts";
import { type ErrorCode, LandfallError } from "./errors.ts";
import { fromProblem, problemMediaType } from "./problem.ts";

export interface TransportRequest {
  readonly method: string;
  /** Path and query, beginning with `/`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body: string | undefined;
  readonly signal: AbortSignal | undefined;
}

export interface TransportResponse {
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly text: string;
}

/** Sends one request. Rejects with a {@link LandfallError} when no answer came. */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;

export interface CallOptions {
  readonly signal?: AbortSignal;
}

export type Client<C extends Contract> = {
  readonly [K in keyof C]: (
    ...args: keyof RouteRequest<C[K]> extends never
      ? [request?: Record<string, never>, options?: CallOptions]
      : [request: RouteRequest<C[K]>, options?: CallOptions]
  ) => Promise<RouteAnswer<C[K]>>;
};

interface LooseRequest {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  headers?: Record<string, unknown>;
  body?: unknown;
}

function toPath(route: Route, request: LooseRequest): string {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(request.params?.[name])),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) {
    for (const item of Array.isArray(value) ? value : [value]) if (item !== undefined) query.append(name, String(item));
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

const retryAfterCapMs = 5 * 60_000;

/**
 * `Retry-After` in seconds or as a date, capped at five minutes; `undefined` when absent or unreadable.
 * @param date the answer's `Date`: a moment by the far end's clock is counted from that clock, whatever ours says
 */
export function parseRetryAfter(value: string | null, date: string | null, nowMs = Date.now()): number | undefined {
  if (!value) return undefined;
  const sentMs = Date.parse(date ?? "") || nowMs;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - sentMs;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), retryAfterCapMs) : undefined;
}

/** The error that an unsuccessful answer stands for, by its problem document, else by its status. */
export function classifyAnswer(response: TransportResponse): LandfallError {
  const retryAfterMs = parseRetryAfter(response.header("retry-after"), response.header("date"));
  if (response.header("content-type")?.startsWith(problemMediaType)) {
    const error = fromProblem(parseJson(response.text), retryAfterMs);
    if (error) return error;
  }
  const detail = `HTTP ${response.status}`;
  const options = { detail, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  if (response.status === 429) return new LandfallError("RATE_LIMITED", options);
  if (response.status === 408 || response.status === 425) return new LandfallError("CONNECTION_LOST", options);
  if (response.status >= 500) return new LandfallError("HUB_UNAVAILABLE", options);
  return new LandfallError("NOT_THE_HUB", options);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * A client whose functions are named as the contract's routes. Every success is parsed by the route's schema:
 * a 200 that is not of its form (a captive portal's page) is NOT_THE_HUB, never a success.
 * @param unlike what an answer of another form means instead
 */
export function createClient<C extends Contract>(
  contract: C,
  transport: Transport,
  unlike: ErrorCode = "NOT_THE_HUB",
): Client<C> {
  const call = async (route: Route, request: LooseRequest = {}, options: CallOptions = {}): Promise<unknown> => {
    const headers: Record<string, string> = { accept: "application/json" };
    for (const [name, value] of Object.entries(request.headers ?? {}))
      if (value !== undefined) headers[name] = String(value);
    if (route.body) headers["content-type"] = "application/json";
    const response = await transport({
      method: route.method,
      path: toPath(route, request),
      headers,
      body: route.body ? JSON.stringify(request.body) : undefined,
      signal: options.signal,
    });
    if (response.status < 200 || response.status > 299) throw classifyAnswer(response);
    if (route.status === 204) return undefined;
    const parsed = route.response.safeParse(parseJson(response.text));
    if (!parsed.success) {
      throw new LandfallError(unlike, {
        detail: `${route.method} ${route.path} was answered in an unknown form`,
        cause: parsed.error,
      });
    }
    return parsed.data;
  };
  return Object.fromEntries(
    Object.entries(contract).map(([name, route]) => [
      name,
      (request?: LooseRequest, options?: CallOptions) => call(route, request, options),
    ]),
  ) as unknown as Client<C>;
}
