/** One-time links: whoever opens one first has a signed-in browser. */
import type { Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { hashSecret, randomSecret } from "./secrets.ts";
import { type Sessions, sessionLifetimeSeconds } from "./sessions.ts";
import { usedLinkPage } from "./used-link-page.ts";

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

export interface SignInOptions {
  readonly links: SignInLinks;
  readonly sessions: Sessions;
  readonly port: () => number;
  /** Makes a new link, as a person types it. */
  readonly linkCommand: string;
}

/** `GET /sign-in?code=…` */
export function mountSignIn(app: Hono, { links, sessions, port, linkCommand }: SignInOptions): void {
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
    return c.html(usedLinkPage(linkCommand), 403);
  });
}
