/** The pages and their addresses. */
import {
  ActivityCategory,
  CardCheckId,
  EncounterFilter,
  ManifestId,
  PopulationId,
  ScanJobId,
} from "@landfall/protocol";
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, notFound } from "@tanstack/react-router";
import { NotFound } from "./not-found.tsx";
import { Shell } from "./shell.tsx";
import { SyncRoute } from "./sync-route.tsx";

const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const syncRoute = createRoute({ getParentRoute: () => rootRoute, path: "/", component: SyncRoute });

interface IdSchema<Id> {
  readonly safeParse: (value: unknown) => { readonly success: boolean; readonly data?: Id | undefined };
}

/** The id in an address. One that cannot be an id is of no page, and nothing went wrong. */
const withId = <Id extends string>(schema: IdSchema<Id>) => ({
  parse: ({ id }: { id: string }): { id: Id } => {
    const { data } = schema.safeParse(id);
    if (data === undefined) throw notFound();
    return { id: data };
  },
  stringify: ({ id }: { id: Id }): { id: string } => ({ id }),
});

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
  params: withId(ManifestId),
  validateSearch: ({ filter }: Record<string, unknown>): ReviewSearch => {
    const parsed = EncounterFilter.safeParse(filter);
    return parsed.success ? { filter: parsed.data } : {};
  },
  component: lazyRouteComponent(() => import("./review-routes.tsx"), "ReviewRoute"),
  notFoundComponent: NotFound,
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
  params: withId(PopulationId),
  component: lazyRouteComponent(() => import("./cameras-route.tsx"), "CamerasRoute"),
  notFoundComponent: NotFound,
  errorComponent: NotFound,
});

const areaRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/populations/$id/area",
  params: withId(PopulationId),
  component: lazyRouteComponent(() => import("./area-route.tsx"), "AreaRoute"),
  notFoundComponent: NotFound,
  errorComponent: NotFound,
});

const sourcesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/scans/$id/sources",
  params: withId(ScanJobId),
  component: lazyRouteComponent(() => import("./sources-route.tsx"), "SourcesRoute"),
  notFoundComponent: NotFound,
  errorComponent: NotFound,
});

const patternsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/scans/$id/pattern",
  params: withId(ScanJobId),
  component: lazyRouteComponent(() => import("./patterns-route.tsx"), "PatternsRoute"),
  notFoundComponent: NotFound,
  errorComponent: NotFound,
});

const peopleRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/populations/$id/people",
  params: withId(PopulationId),
  component: lazyRouteComponent(() => import("./people-route.tsx"), "PeopleRoute"),
  notFoundComponent: NotFound,
  errorComponent: NotFound,
});

const individualsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/populations/$id/individuals",
  params: withId(PopulationId),
  component: lazyRouteComponent(() => import("./individuals-route.tsx"), "IndividualsRoute"),
  notFoundComponent: NotFound,
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
  params: withId(ManifestId),
  component: lazyRouteComponent(() => import("./proof-routes.tsx"), "ReportRoute"),
  notFoundComponent: NotFound,
  errorComponent: NotFound,
});

const proofRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/manifests/$id/proof",
  params: withId(ManifestId),
  component: lazyRouteComponent(() => import("./proof-routes.tsx"), "ProofRoute"),
  notFoundComponent: NotFound,
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
