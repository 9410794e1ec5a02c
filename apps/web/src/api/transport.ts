/** The way to the station: same origin, the sign-in cookie, and connection failures named for what they are here. */
import { LandfallError, stationApiPrefix, type Transport } from "@landfall/protocol";

const timeoutMs = 120_000;

export const browserTransport: Transport = async (request) => {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(stationApiPrefix + request.path, {
      method: request.method,
      headers: request.headers,
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      signal: request.signal ? AbortSignal.any([request.signal, timeout]) : timeout,
      ...(request.body !== undefined && { body: request.body }),
    });
    return { status: response.status, header: (name) => response.headers.get(name), text: await response.text() };
  } catch (error) {
    if (request.signal?.aborted) throw request.signal.reason;
    throw new LandfallError(timeout.aborted ? "STALLED" : "STATION_NOT_RUNNING", { cause: error });
  }
};
