/** The hub's app: the contract's routes, the encounter's page, and the description of itself. */
import { createApp, mount, problemResponse } from "@landfall/http";
import { type HubContract, hubApiPrefix, hubContract, type LandfallError, toOpenApi } from "@landfall/protocol";
import type { Context, Hono } from "hono";
import { pageRoutes } from "./page/routes.ts";
import { authenticate } from "./routes/caller.ts";
import { encounterRoutes } from "./routes/encounters.ts";
import { refuseWhatWentBack, tellLastChange } from "./routes/history.ts";
import { namedRoutes } from "./routes/named.ts";
import type { HubParts } from "./routes/parts.ts";
import { readingRoutes } from "./routes/reading.ts";
import type { KeyHolder } from "./store/keys.ts";
import { toHubError } from "./trouble.ts";
import { version } from "./version.ts";

export interface HubAppOptions {
  readonly allowedHosts: () => readonly string[] | undefined;
  readonly onError: (error: LandfallError, context: Context) => void;
}

export function hubApp(parts: HubParts, options: HubAppOptions): Hono {
  const app = createApp({ allowedHosts: options.allowedHosts });
  app.onError((thrown, c) => {
    const error = toHubError(thrown);
    options.onError(error, c);
    return problemResponse(c, error);
  });
  const { db } = parts.store;
  app.use(`${hubApiPrefix}/*`, tellLastChange(db));
  mount<HubContract, KeyHolder>(app, {
    contract: hubContract,
    prefix: hubApiPrefix,
    // A thousand sessions with the longest names.
    bodyLimitBytes: 8 * 2 ** 20,
    authenticate: async (context) => {
      const holder = await authenticate(db, context);
      await refuseWhatWentBack(db, context);
      return holder;
    },
    handlers: { ...readingRoutes(parts), ...namedRoutes(parts), ...encounterRoutes(parts) },
  });
  const description = toOpenApi(hubContract, {
    title: "Landfall hub",
    version,
    description: "Takes photographs in: find or create an encounter, open upload sessions, PUT the bytes, commit.",
    prefix: hubApiPrefix,
    security: { apiKey: { type: "http", scheme: "bearer", description: "An API key: lfk_…" } },
  });
  app.get("/openapi.json", (c) => c.json(description));
  pageRoutes(app, parts);
  return app;
}
