/** An app with what every service of ours has: request ids, problem documents, security headers, no unknown hosts. */
import { LandfallError, toLandfallError } from "@landfall/protocol";
import { type Context, Hono } from "hono";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { problemResponse } from "./mount.ts";

export interface AppOptions {
  /** Host names (without port) that may be asked for; `undefined` lets any in. */
  readonly allowedHosts?: () => readonly string[] | undefined;
  /** Called with every error that is answered. */
  readonly onError?: (error: LandfallError, c: Context) => void;
}

/** Only what we serve ourselves, framed by nobody. Thumbnails may come as blobs and data. */
const contentSecurityPolicy = {
  defaultSrc: ["'self'"],
  imgSrc: ["'self'", "data:", "blob:"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  objectSrc: ["'none'"],
};

const hostName = (host: string): string =>
  host
    .replace(/:\d+$/, "")
    .replace(/^\[(.*)\]$/, "$1")
    .toLowerCase();

export function createApp(options: AppOptions = {}): Hono {
  const app = new Hono();
  app.use(requestId());
  app.use(
    secureHeaders({
      contentSecurityPolicy,
      referrerPolicy: "no-referrer",
      xFrameOptions: "DENY",
      // Both services may run without TLS on the loopback interface.
      strictTransportSecurity: false,
      crossOriginResourcePolicy: "same-origin",
    }),
  );
  app.use(async (c, next) => {
    const allowed = options.allowedHosts?.();
    if (allowed && !allowed.includes(hostName(c.req.header("host") ?? ""))) throw new LandfallError("HOST_NOT_ALLOWED");
    await next();
  });
  app.onError((thrown, c) => {
    const error = toLandfallError(thrown);
    options.onError?.(error, c);
    return problemResponse(c, error);
  });
  app.notFound((c) => problemResponse(c, new LandfallError("NOT_FOUND", { detail: c.req.path })));
  return app;
}

/** The names of the loopback interface. */
export const loopbackHosts = ["localhost", "127.0.0.1", "::1"] as const;
