/** The station over HTTP: its API, its stream, its pictures, its dashboard. */
import { createApp, loopbackHosts, mount } from "@landfall/http";
import { EncounterId, LandfallError, Sha256, stationApiPrefix, stationContract, toOpenApi } from "@landfall/protocol";
import type { Context, Hono } from "hono";
import { z } from "zod";
import type { Log } from "../log.ts";
import type { Caller, Station, StationHandlers } from "../station/port.ts";
import { mountDashboard } from "./dashboard.ts";
import { mountDownloads } from "./downloads.ts";
import { createEventStreams, type EventStreams } from "./events.ts";
import { createGuard } from "./guard.ts";
import type { Sessions } from "./sessions.ts";
import { mountSignIn, type SignInLinks } from "./sign-in.ts";

export interface StationAppOptions {
  readonly station: Pick<Station, "stream" | "picture" | "download">;
  readonly handlers: StationHandlers;
  readonly version: string;
  /** Of the CLI. */
  readonly token: string;
  readonly sessions: Sessions;
  readonly links: SignInLinks;
  /** Makes a new sign-in link, as a person types it. */
  readonly linkCommand: string;
  /** Where it listens; known once it does. */
  readonly port: () => number;
  readonly dashboardFolder: string;
  readonly log: Log;
}

export interface StationApp {
  readonly app: Hono;
  /** Ends the streams, which would otherwise never end by themselves. */
  readonly close: () => void;
}

export const signInUrl = (port: number, code: string): string => `http://127.0.0.1:${port}/sign-in?code=${code}`;

const PictureParams = z.object({ id: EncounterId, sha256: Sha256, size: z.enum(["thumbnail", "preview"]) });
const After = z.coerce.number().int().nonnegative();

function mountPictures(app: Hono, guard: (c: Context) => Caller, station: Pick<Station, "picture">): void {
  app.get(`${stationApiPrefix}/encounters/:id/images/:sha256/:size`, async (c) => {
    guard(c);
    const params = PictureParams.safeParse(c.req.param());
    if (!params.success) throw new LandfallError("NOT_FOUND", { detail: c.req.path });
    const { id, sha256, size } = params.data;
    const picture = await station.picture(id, sha256, size);
    if (!picture) throw new LandfallError("NOT_FOUND", { detail: "This image cannot be shown here." });
    c.header("content-type", picture.mediaType);
    c.header("cache-control", "private, max-age=86400");
    return c.body(new Uint8Array(picture.bytes));
  });
}

function mountEvents(app: Hono, guard: (c: Context) => Caller, streams: EventStreams): void {
  app.get(`${stationApiPrefix}/events`, (c) => {
    guard(c);
    // After a break the browser names the last event it saw, and asks again for what the page first asked for.
    const after = After.safeParse(c.req.header("last-event-id") ?? c.req.query("after") ?? 0);
    if (!after.success) throw new LandfallError("VALIDATION_FAILED", { detail: "after: not an event's number" });
    c.header("content-type", "text/event-stream");
    c.header("cache-control", "no-store");
    return c.body(streams.open(after.data));
  });
}

export function stationApp(options: StationAppOptions): StationApp {
  const { station, handlers, links, port, log } = options;
  const app = createApp({
    allowedHosts: () => loopbackHosts,
    onError: (error, c) => {
      const data = { code: error.code, method: c.req.method, path: c.req.path, requestId: c.get("requestId"), error };
      if (error.status >= 500) log.warn("a request failed", data);
    },
  });
  const guard = createGuard(options);
  const signInLink = () => ({ url: signInUrl(port(), links.create()) });
  const all = { ...handlers, signInLink };
  mount<typeof stationContract, Caller>(app, {
    contract: stationContract,
    prefix: stationApiPrefix,
    handlers: all,
    authenticate: guard,
  });
  const streams = createEventStreams({
    stream: station.stream,
    newest: () => newestEvent(handlers),
  });
  mountEvents(app, guard, streams);
  mountPictures(app, guard, station);
  mountDownloads(app, guard, station);
  mountSignIn(app, options);
  // Made when somebody asks: it costs as much as the rest of the app.
  const openApi = () =>
    toOpenApi(stationContract, {
      title: "Landfall station",
      version: options.version,
      description: "The API of a station, on the loopback interface, for its dashboard and its CLI.",
      prefix: stationApiPrefix,
      security: {
        token: { type: "http", scheme: "bearer", description: "The token in station.json of the data folder" },
        session: { type: "apiKey", in: "cookie", name: "landfall_session_PORT" },
      },
    });
  app.get("/openapi.json", (c) => c.json(openApi()));
  mountDashboard(app, options.dashboardFolder);
  return { app, close: streams.close };
}

/** Asks the station as its own page would. */
async function newestEvent(handlers: StationHandlers): Promise<number> {
  const call = { who: { kind: "token" }, signal: AbortSignal.timeout(60_000), context: undefined } as never;
  const answer = await handlers.snapshot({}, call);
  return "asOf" in answer ? answer.asOf : answer.value.asOf;
}
