/** The hub's log: JSON lines on standard error, with secrets taken out. */
import { redact, redactText } from "@landfall/http";
import pino from "pino";

export type Log = Pick<pino.Logger, "info" | "warn" | "error">;

export const openLog = (level: "warn" | "info" | "silent"): Log =>
  pino(
    {
      level,
      base: null,
      formatters: { log: (fields) => redact(fields) as Record<string, unknown> },
      serializers: { err: (error: unknown) => redact(error) },
    },
    { write: (line: string) => void process.stderr.write(redactText(line)) },
  );
