/** What the thread that reads and the main thread say to each other. */
import type { OpenedDatabase } from "@landfall/db";
import type { ErrorCode } from "@landfall/protocol";
import type { LookName } from "./look-table.ts";

export interface LookStart {
  readonly database: OpenedDatabase;
}

export interface Question {
  readonly id: number;
  readonly name: LookName;
  /** Behind the database. */
  readonly given: readonly unknown[];
}

/** That it has opened the database comes first of all. */
export type FromReader = { readonly opened: true } | Answer;

export type Answer =
  | { readonly id: number; readonly answer: unknown }
  /** An error of ours: it would not come through as one. */
  | { readonly id: number; readonly failed: { readonly code: ErrorCode; readonly detail: string | undefined } };
