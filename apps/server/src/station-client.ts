/** The station's own client, over the loopback interface. */
import {
  type Client,
  createClient,
  fetchTransport,
  type StationContract,
  stationApiPrefix,
  stationContract,
} from "@landfall/protocol";

export type StationClient = Client<StationContract>;

/** Verifying and planning a large season take their time. */
const timeoutMs = 30 * 60_000;

export const stationClient = (port: number, token: string): StationClient =>
  createClient(
    stationContract,
    fetchTransport({
      baseUrl: `http://127.0.0.1:${port}${stationApiPrefix}`,
      token,
      timeoutMs,
      offlineCode: "STATION_NOT_RUNNING",
    }),
  );
