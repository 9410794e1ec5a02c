/** The station's API, on the loopback interface, for its dashboard and its CLI. */
import { defineContract } from "../contract.ts";
import { areaRoutes } from "./contract/areas.ts";
import { checkRoutes } from "./contract/checks.ts";
import { clockRoutes } from "./contract/clocks.ts";
import { deliveryRoutes } from "./contract/delivery.ts";
import { individualRoutes } from "./contract/individuals.ts";
import { patternRoutes } from "./contract/patterns.ts";
import { peopleRoutes } from "./contract/people.ts";
import { projectRoutes } from "./contract/project.ts";
import { proofRoutes } from "./contract/proof.ts";
import { recordRoutes } from "./contract/records.ts";
import { reviewRoutes } from "./contract/review.ts";
import { scanningRoutes } from "./contract/scanning.ts";
import { serviceRoutes } from "./contract/service.ts";
import { sourceRoutes } from "./contract/sources.ts";
import { verifyingRoutes } from "./contract/verifying.ts";

/** Path prefix of every route below. */
export const stationApiPrefix = "/api/v1";

export const stationContract = defineContract({
  ...serviceRoutes,
  ...scanningRoutes,
  ...checkRoutes,
  ...clockRoutes,
  ...peopleRoutes,
  ...areaRoutes,
  ...individualRoutes,
  ...sourceRoutes,
  ...patternRoutes,
  ...reviewRoutes,
  ...deliveryRoutes,
  ...proofRoutes,
  ...verifyingRoutes,
  ...recordRoutes,
  ...projectRoutes,
});
export type StationContract = typeof stationContract;
