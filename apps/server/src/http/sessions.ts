/** Browsers that are signed in. Kept hashed in a file of the data folder, so that a restart keeps them signed in. */
import { z } from "zod";
import { readPrivateJson, writePrivateJson } from "../data-folder.ts";
import { hashSecret, randomSecret } from "./secrets.ts";

const lifetimeMs = 30 * 24 * 3_600_000;
const mostSessions = 20;

const Stored = z.array(z.object({ hash: z.string(), startedAtMs: z.int() }));

export interface Sessions {
  /** Starts one; the oldest beyond twenty ends. Returns the secret of its cookie. */
  readonly start: () => string;
  readonly has: (secret: string | undefined) => boolean;
}

export const sessionLifetimeSeconds: number = lifetimeMs / 1000;

export function openSessions(file: string, nowMs: () => number = Date.now): Sessions {
  const isAlive = ({ startedAtMs }: { startedAtMs: number }) => nowMs() - startedAtMs < lifetimeMs;
  let sessions = (Stored.safeParse(readPrivateJson(file)).data ?? []).filter(isAlive);
  return {
    start: () => {
      const secret = randomSecret();
      sessions = [...sessions.filter(isAlive), { hash: hashSecret(secret), startedAtMs: nowMs() }].slice(-mostSessions);
      writePrivateJson(file, sessions);
      return secret;
    },
    has: (secret) => {
      if (!secret) return false;
      const hash = hashSecret(secret);
      return sessions.some((session) => session.hash === hash && isAlive(session));
    },
  };
}
