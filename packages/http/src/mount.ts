/** Mounts a contract on Hono: parse, call the handler, answer; everything thrown becomes a problem document. */
import {
  type Contract,
  LandfallError,
  parsePlainly,
  problemMediaType,
  type Route,
  type RouteInput,
  type RouteReply,
  toLandfallError,
  toProblem,
} from "@landfall/protocol";
import type { Context, Hono, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { z } from "zod";

/** What a handler may say beside its value. */
export interface Reply<T> {
  readonly value: T;
  readonly status?: 200 | 201 | 202;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Call<Who> {
  /** What `authenticate` returned; for routes with `auth: "none"` it is undefined at run time. */
  readonly who: Who;
  /** Aborted when the caller hangs up. */
  readonly signal: AbortSignal;
  readonly context: Context;
}

export type Handlers<C extends Contract, Who> = {
  readonly [K in keyof C]: (
    input: RouteInput<C[K]>,
    call: Call<Who>,
  ) => RouteReply<C[K]> | Reply<RouteReply<C[K]>> | Promise<RouteReply<C[K]> | Reply<RouteReply<C[K]>>>;
};

export interface MountOptions<C extends Contract, Who> {
  readonly contract: C;
  readonly handlers: Handlers<C, Who>;
  readonly prefix: string;
  /** Throws a {@link LandfallError} when the caller may not enter. */
  readonly authenticate: (context: Context) => Who | Promise<Who>;
  /** Largest body, bytes. Default 4 MiB. */
  readonly bodyLimitBytes?: number;
}

const replyMark = Symbol("reply");

/** A value with a status or headers of its own. */
export const reply = <T>(value: T, extra: Omit<Reply<T>, "value"> = {}): Reply<T> =>
  Object.assign({ value, ...extra }, { [replyMark]: true });

const isReply = (value: unknown): value is Reply<unknown> =>
  typeof value === "object" && value !== null && replyMark in value;

/** `/encounters/{id}:commit` → `/encounters/:id{[^/:]+:commit}`, whose parameter then loses its `:commit`. */
function toHonoPath(path: string): { path: string; actions: Readonly<Record<string, string>> } {
  const actions: Record<string, string> = {};
  const honoPath = path.replace(/\{(\w+)\}(:\w+)?/g, (_, name: string, action: string | undefined) => {
    if (!action) return `:${name}{[^/:]+}`;
    actions[name] = action;
    return `:${name}{[^/:]+${action}}`;
  });
  return { path: honoPath, actions };
}

function parse<T extends z.ZodType>(schema: T, value: unknown, where: string): z.output<T> {
  const parsed = parsePlainly(schema, value);
  if (parsed.success) return parsed.data;
  const fields = parsed.issues.map(({ path, message }) => ({ path: [where, path].filter(Boolean).join("."), message }));
  throw new LandfallError("VALIDATION_FAILED", {
    detail: fields.map((field) => `${field.path}: ${field.message}`).join("; "),
    fields,
  });
}

async function readInput(route: Route, actions: Readonly<Record<string, string>>, c: Context): Promise<object> {
  const input: Record<string, unknown> = {};
  if (route.params) {
    const params = { ...(c.req.param() as Record<string, string>) };
    for (const [name, action] of Object.entries(actions)) params[name] = (params[name] ?? "").slice(0, -action.length);
    // An id that cannot be one names nothing.
    const parsed = route.params.safeParse(params);
    if (!parsed.success) throw new LandfallError("NOT_FOUND", { detail: c.req.path });
    input.params = parsed.data;
  }
  if (route.query) input.query = parse(route.query, c.req.query(), "query");
  if (route.headers) {
    const wanted = Object.keys(route.headers.shape);
    const given = wanted.flatMap((name) => (c.req.header(name) === undefined ? [] : [[name, c.req.header(name)]]));
    input.headers = parse(route.headers, Object.fromEntries(given), "headers");
  }
  if (route.body) {
    const body: unknown = await c.req.json().catch((cause: unknown) => {
      throw new LandfallError("VALIDATION_FAILED", { detail: "the body is not JSON", cause });
    });
    input.body = parse(route.body, body, "body");
  }
  return input;
}

async function answer(route: Route, result: unknown, c: Context): Promise<Response> {
  const { value, status, headers } = isReply(result)
    ? result
    : { value: result, status: undefined, headers: undefined };
  for (const [name, header] of Object.entries(headers ?? {})) c.header(name, header);
  if (route.status === 204) return c.body(null, 204);
  return c.json(route.response.parse(value) as object, status ?? route.status);
}

/** Adds every route of the contract to the app. Other routes of the app are left alone. */
export function mount<C extends Contract, Who>(app: Hono, options: MountOptions<C, Who>): void {
  const limit: MiddlewareHandler = bodyLimit({
    maxSize: options.bodyLimitBytes ?? 4 * 2 ** 20,
    onError: () => {
      throw new LandfallError("TOO_LARGE");
    },
  });
  for (const [name, route] of Object.entries(options.contract) as [keyof C & string, Route][]) {
    const { path, actions } = toHonoPath(options.prefix + route.path);
    const handler = options.handlers[name] as (input: object, call: Call<Who>) => unknown;
    app.on(route.method, path, limit, async (c) => {
      const who = route.auth === "none" ? (undefined as Who) : await options.authenticate(c);
      const input = await readInput(route, actions, c);
      return answer(route, await handler(input, { who, signal: c.req.raw.signal, context: c }), c);
    });
  }
  refuseOtherMethods(app, Object.values(options.contract), options.prefix);
}

/** After the routes themselves, so that only what none of them took comes here. */
function refuseOtherMethods(app: Hono, routes: readonly Route[], prefix: string): void {
  for (const [path, of] of Map.groupBy(routes, (route) => toHonoPath(prefix + route.path).path))
    app.all(path, (c) => {
      c.header("allow", [...new Set(of.map(({ method }) => method))].sort().join(", "));
      throw new LandfallError("METHOD_NOT_ALLOWED", { detail: `${c.req.method} ${c.req.path}` });
    });
}

/** A problem document as the answer. */
export function problemResponse(c: Context, thrown: unknown): Response {
  const error = toLandfallError(thrown);
  const requestId = c.get("requestId") as string | undefined;
  const problem = toProblem(
    // What nobody foresaw says nothing of the inside to the outside.
    error.code === "INTERNAL" ? new LandfallError("INTERNAL", { cause: error }) : error,
    { instance: c.req.path, ...(requestId && { requestId }) },
  );
  if (error.retryAfterMs !== undefined) c.header("retry-after", String(Math.ceil(error.retryAfterMs / 1000)));
  return c.body(JSON.stringify(problem), error.status as 500, { "content-type": problemMediaType });
}
