/** The pages and their addresses. */
import {
  ActivityCategory,
  CardCheckId,
  EncounterFilter,
  ManifestId,
  PopulationId,
  ScanJobId,
} from "@landfall/protocol";
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { NotFound } from "./not-found.tsx";
import { Shell } from "./shell.tsx";
import { SyncRoute } from "./sync-route.tsx";

const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const syncRoute = createRoute({ getParentRoute: () => rootRoute, path: "/", component: SyncRoute });

interface ReviewSearch {
  filter?: EncounterFilter;
}

const reviewListRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/review",
  component: lazyRouteComponent(() => import("./review-routes.tsx"), "ReviewListRoute"),
});

const reviewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/manifests/$id",
  params: { parse: ({ id }) => ({ id: ManifestId.parse(id) }), stringify: ({ id }) => ({ id }) },
  validateSearch: ({ filter }: Record<string, unknown>): ReviewSearch => {
    const parsed = EncounterFilter.safeParse(filter);
    return parsed.success ? { filter: parsed.data } : {};
  },
  component: lazyRouteComponent(() => import("./review-routes.tsx"), "ReviewRoute"),
  errorComponent: NotFound,
});

interface FoldersSearch {
  scan?: ScanJobId;
  population?: string;
}

const foldersRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/folders",
  validateSearch: ({ scan, population }: Record<string, unknown>): FoldersSearch => {
    const parsed = ScanJobId.safeParse(scan);
    return {
      ...(parsed.success && { scan: parsed.data }),
      ...(typeof population === "string" && { population }),
    };
  },
  component: lazyRouteComponent(() => import("./folders-route.tsx"), "FoldersRoute"),
});

const camerasRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/populations/$id/cameras",
  params: { parse: ({ id }) => ({ id: PopulationId.parse(id) }), stringify: ({ id }) => ({ id }) },
  component: lazyRouteComponent(() => import("./cameras-route.tsx"), "CamerasRoute"),
  errorComponent: NotFound,
});

const areaRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/populations/$id/area",
  params: { parse: ({ id }) => ({ id: PopulationId.parse(id) }), stringify: ({ id }) => ({ id }) },
  component: lazyRouteComponent(() => import("./area-route.tsx"), "AreaRoute"),
  errorComponent: NotFound,
});

const sourcesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/scans/$id/sources",
  params: { parse: ({ id }) => ({ id: ScanJobId.parse(id) }), stringify: ({ id }) => ({ id }) },
  component: lazyRouteComponent(() => import("./sources-route.tsx"), "SourcesRoute"),
  errorComponent: NotFound,
});

const patternsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/scans/$id/pattern",
  params: { parse: ({ id }) => ({ id: ScanJobId.parse(id) }), stringify: ({ id }) => ({ id }) },
  component: lazyRouteComponent(() => import("./patterns-route.tsx"), "PatternsRoute"),
  errorComponent: NotFound,
});

const peopleRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/populations/$id/people",
  params: { parse: ({ id }) => ({ id: PopulationId.parse(id) }), stringify: ({ id }) => ({ id }) },
  component: lazyRouteComponent(() => import("./people-route.tsx"), "PeopleRoute"),
  errorComponent: NotFound,
});

const individualsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/populations/$id/individuals",
  params: { parse: ({ id }) => ({ id: PopulationId.parse(id) }), stringify: ({ id }) => ({ id }) },
  component: lazyRouteComponent(() => import("./individuals-route.tsx"), "IndividualsRoute"),
  errorComponent: NotFound,
});

interface CardsSearch {
  check?: CardCheckId;
}

const cardsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/cards",
  validateSearch: ({ check }: Record<string, unknown>): CardsSearch => {
    const parsed = CardCheckId.safeParse(check);
    return parsed.success ? { check: parsed.data } : {};
  },
  component: lazyRouteComponent(() => import("./proof-routes.tsx"), "CardsRoute"),
});

const reportRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/manifests/$id/report",
  params: { parse: ({ id }) => ({ id: ManifestId.parse(id) }), stringify: ({ id }) => ({ id }) },
  component: lazyRouteComponent(() => import("./proof-routes.tsx"), "ReportRoute"),
  errorComponent: NotFound,
});

const proofRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/manifests/$id/proof",
  params: { parse: ({ id }) => ({ id: ManifestId.parse(id) }), stringify: ({ id }) => ({ id }) },
  component: lazyRouteComponent(() => import("./proof-routes.tsx"), "ProofRoute"),
  errorComponent: NotFound,
});

interface ActivitySearch {
  category?: ActivityCategory;
  /** Local days, the last one included. */
  from?: string;
  to?: string;
}

const isDay = (value: unknown): value is string => typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);

const activityRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/activity",
  validateSearch: ({ category, from, to }: Record<string, unknown>): ActivitySearch => {
    const parsed = ActivityCategory.safeParse(category);
    return { ...(parsed.success && { category: parsed.data }), ...(isDay(from) && { from }), ...(isDay(to) && { to }) };
  },
  component: lazyRouteComponent(() => import("./proof-routes.tsx"), "ActivityRoute"),
});

const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/settings",
  component: lazyRouteComponent(() => import("./settings-route.tsx"), "SettingsRoute"),
});

export const createDashboard = () =>
  createRouter({
    routeTree: rootRoute.addChildren([
      syncRoute,
      reviewListRoute,
      reviewRoute,
      reportRoute,
      proofRoute,
      foldersRoute,
      camerasRoute,
      areaRoute,
      peopleRoute,
      individualsRoute,
      sourcesRoute,
      patternsRoute,
      cardsRoute,
      activityRoute,
      settingsRoute,
    ]),
    defaultPreload: "intent",
    scrollRestoration: true,
  });

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createDashboard>;
  }
}
