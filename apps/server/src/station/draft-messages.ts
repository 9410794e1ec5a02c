/** What the thread that groups and the main thread say to each other. */
import type { OpenedDatabase, PlacedDraft, Reading } from "@landfall/db";
import type { ErrorCode } from "@landfall/protocol";
import type { AboutDraft } from "./draft-of-reading.ts";
import type { GroupedPreview } from "./pattern-preview.ts";

export type ToGroup =
  | { readonly what: "draft"; readonly reading: Reading }
  | { readonly what: "preview"; readonly reading: Reading; readonly patterns: readonly string[] };

export interface ThreadStart {
  readonly database: OpenedDatabase;
  readonly toGroup: ToGroup;
}

/** To be answered by the encounters from this place on. */
export interface FromPlace {
  readonly id: number;
  readonly place: number;
}

export type FromThread =
  /** The first of all. */
  | { readonly type: "opened" }
  | { readonly type: "draft"; readonly about: AboutDraft }
  | { readonly type: "preview"; readonly preview: GroupedPreview }
  | { readonly type: "placed"; readonly id: number; readonly placed: readonly PlacedDraft[] }
  /** An error of ours: it would not come through as one. */
  | { readonly type: "failed"; readonly code: ErrorCode; readonly detail: string | undefined };
