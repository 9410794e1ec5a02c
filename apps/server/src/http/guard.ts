/** Who may enter: a signed-in browser on our own page, or the holder of the data folder's token. */
import { LandfallError } from "@landfall/protocol";
import type { Context } from "hono";
import type { Caller } from "../station/port.ts";
import { isSameSecret } from "./secrets.ts";
import type { Sessions } from "./sessions.ts";
import { readSessionCookie } from "./sign-in.ts";

export interface GuardOptions {
  readonly token: string;
  readonly sessions: Sessions;
  readonly port: () => number;
  /** Makes a new sign-in link, as a person types it. */
  readonly linkCommand: string;
}

const safeMethods = new Set(["GET", "HEAD"]);

/** Refuses whatever another site's page asks for; the Host header has been checked before. */
function checkOrigin(c: Context): void {
  const origin = c.req.header("origin");
  const site = c.req.header("sec-fetch-site");
  if (origin !== undefined && origin !== `http://${c.req.header("host")}`)
    throw new LandfallError("ORIGIN_NOT_ALLOWED");
  // Another port of this machine is "same-site" and yet not ours.
  if (site !== undefined && site !== "same-origin" && site !== "none") throw new LandfallError("ORIGIN_NOT_ALLOWED");
}

/** The caller of a request. Throws SIGN_IN_NEEDED or ORIGIN_NOT_ALLOWED. */
export const createGuard =
  ({ token, sessions, port, linkCommand }: GuardOptions) =>
  (c: Context): Caller => {
    const detail = `This browser is not signed in. A new link: ${linkCommand}`;
    const signInNeeded = () => new LandfallError("SIGN_IN_NEEDED", { detail });
    checkOrigin(c);
    const authorization = c.req.header("authorization");
    if (authorization !== undefined) {
      if (isSameSecret(authorization, `Bearer ${token}`)) return { kind: "token" };
      throw signInNeeded();
    }
    if (!sessions.has(readSessionCookie(c, port()))) throw signInNeeded();
    // Browsers name the origin of every change; what does not is not our page.
    if (!safeMethods.has(c.req.method) && c.req.header("origin") === undefined)
      throw new LandfallError("ORIGIN_NOT_ALLOWED");
    return { kind: "browser" };
  };
