/** A command line that cannot be understood: one sentence, then the usage. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
