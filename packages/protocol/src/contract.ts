/**
 * A contract is a table of routes as plain data. The servers mount it, the clients are made from it, and OpenAPI is
 * generated from it, so the three cannot disagree.
 */
import type { z } from "zod";
import type { ErrorCode } from "./errors.ts";

export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

export interface Route {
  readonly method: Method;
  /** As in OpenAPI: `/encounters/{id}:commit`. A parameter never holds a `/` or a `:`. */
  readonly path: string;
  readonly summary: string;
  /** Who may call: anyone, the holder of a credential (API key, session cookie, bearer token). */
  readonly auth: "none" | "required";
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly response: z.ZodType;
  /** The status of success; a handler may answer 200 or 201 where it is 201. */
  readonly status: 200 | 201 | 202 | 204;
  /** Codes this route answers beyond those every route may. */
  readonly errors?: readonly ErrorCode[];
}

export type Contract = Readonly<Record<string, Route>>;

type Input<T> = T extends z.ZodType ? z.input<T> : undefined;
type Output<T> = T extends z.ZodType ? z.output<T> : undefined;
type Filled<T> = { [K in keyof T as undefined extends T[K] ? ([T[K]] extends [undefined] ? never : K) : K]: T[K] };

/** What a caller gives. */
export type RouteRequest<R extends Route> = Filled<{
  params: Input<R["params"]>;
  query: Input<R["query"]>;
  headers: Input<R["headers"]>;
  body: Input<R["body"]>;
}>;

/** What a handler is given, parsed. */
export type RouteInput<R extends Route> = Filled<{
  params: Output<R["params"]>;
  query: Output<R["query"]>;
  headers: Output<R["headers"]>;
  body: Output<R["body"]>;
}>;

export type RouteAnswer<R extends Route> = z.output<R["response"]>;
/** What a handler returns, before the schema has parsed it. */
export type RouteReply<R extends Route> = z.input<R["response"]>;

/** Keeps the literal types of the table. */
export const defineContract = <const C extends Contract>(contract: C): C => contract;
