/** One-time links: whoever opens one first has a signed-in browser. */
import type { Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { hashSecret, randomSecret } from "./secrets.ts";
import { type Sessions, sessionLifetimeSeconds } from "./sessions.ts";

const lifetimeMs = 10 * 60_000;
const mostLinks = 100;

export interface SignInLinks {
  /** A new code, good once and for ten minutes. */
  readonly create: () => string;
  /** Uses the code up; false when it was used, is too old or was never made. */
  readonly use: (code: string) => boolean;
}

export function createSignInLinks(nowMs: () => number = Date.now): SignInLinks {
  const links = new Map<string, number>();
  return {
    create: () => {
      const code = randomSecret();
      const oldest = links.keys().next();
      if (links.size >= mostLinks && !oldest.done) links.delete(oldest.value);
      links.set(hashSecret(code), nowMs() + lifetimeMs);
      return code;
    },
    use: (code) => {
      const hash = hashSecret(code);
      const endsAtMs = links.get(hash);
      links.delete(hash);
      return endsAtMs !== undefined && nowMs() < endsAtMs;
    },
  };
}

/** Cookies do not know ports: two stations of one machine each have their own name. */
const cookieName = (port: number): string => `landfall_session_${port}`;

export const readSessionCookie = (c: Context, port: number): string | undefined => getCookie(c, cookieName(port));

const usedLinkPage = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in · Landfall</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:34rem;margin:18vh auto;padding:0 1.5rem;color:#1c2a2e;background:#faf8f3}
code{background:#ece8de;padding:.15em .4em;border-radius:4px}
@media (prefers-color-scheme:dark){body{color:#e8e4da;background:#12191b}code{background:#243034}}</style>
<main><h1>This link has been used</h1>
<p>A sign-in link works once and for ten minutes. Get a new one in the folder of Landfall:</p>
<p><code>npm run -s landfall -- link</code></p></main></html>`;

/** `GET /sign-in?code=…` */
export function mountSignIn(app: Hono, links: SignInLinks, sessions: Sessions, port: () => number): void {
  app.get("/sign-in", (c) => {
    c.header("cache-control", "no-store");
    // A look ahead (HEAD) does not use the link up.
    if (c.req.method === "GET" && links.use(c.req.query("code") ?? "")) {
      setCookie(c, cookieName(port()), sessions.start(), {
        httpOnly: true,
        sameSite: "Strict",
        path: "/",
        maxAge: sessionLifetimeSeconds,
      });
      return c.redirect("/", 303);
    }
    if (sessions.has(readSessionCookie(c, port()))) return c.redirect("/", 303);
    return c.html(usedLinkPage, 403);
  });
}
