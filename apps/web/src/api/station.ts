import { createClient, stationContract } from "@landfall/protocol";
import { browserTransport } from "./transport.ts";

/** The station this page was served by. Rejects with a `LandfallError`. */
export const station = createClient(stationContract, browserTransport, "STATION_OTHER_VERSION");
