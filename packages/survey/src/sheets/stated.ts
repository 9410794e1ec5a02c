import type { FieldName } from "@landfall/protocol";

/** A value that a row says an encounter has. */
export interface Stated {
  readonly field: FieldName;
  readonly value: string | number;
  readonly raw: string;
}
