/** The hub's log: JSON lines on standard error, with secrets taken out. */
import { redact, redactText } from "@landfall/http";
import type { LandfallError } from "@landfall/protocol";
import type { Context } from "hono";
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

/** Notes every request that was not answered well. A link's token is a secret until it is used. */
export const logRequestError =
  (log: Log) =>
  (error: LandfallError, c: Context): void => {
    const path = c.req.path.replace(/^(\/open\/).+/, "$1REDACTED");
    const line = { err: error, code: error.code, path, requestId: c.get("requestId") as unknown };
    if (error.status >= 500) log.error(line, "a request failed");
    else log.info(line, "a request was refused");
  };
