/** What the table says of one finding. */
export interface FindingEntry {
  /** `blocking` keeps an encounter from being approved; `warning` asks for a look; `note` informs. */
  readonly severity: "blocking" | "warning" | "note";
  readonly message: string;
  /** What a person can do. */
  readonly hint?: string;
}
