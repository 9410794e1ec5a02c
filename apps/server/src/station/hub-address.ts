/** The address of a hub, as a person gives it. */
import { loopbackHosts } from "@landfall/http";
import {
  type Client,
  createClient,
  type FetchTransportOptions,
  fetchTransport,
  type HubContract,
  hubApiPrefix,
  hubContract,
  LandfallError,
  type Transport,
} from "@landfall/protocol";

const refused = (message: string) =>
  new LandfallError("VALIDATION_FAILED", { detail: message, fields: [{ path: "body.hub", message }] });

/** Scheme, host, port and path without a trailing slash. Keys travel over TLS, or not at all beyond this machine. */
export function toHubUrl(text: string): string {
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") throw refused("a hub's address begins with https://");
  if (url.username || url.password) throw refused("a hub's address holds no user name or password");
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  if (url.protocol === "http:" && !(loopbackHosts as readonly string[]).includes(host)) {
    throw refused("a hub on another machine is reached over https://, so that nobody on the way can read the key");
  }
  const path = url.pathname.replace(/\/+$/, "").replace(new RegExp(`${hubApiPrefix}$`), "");
  return `${url.origin}${path}`;
}

const callTimeoutMs = 60_000;

/** @param key left out for what anyone may ask */
export const hubTransport = (
  hubUrl: string,
  key?: string,
  options: Pick<FetchTransportOptions, "timeoutMs" | "turn"> = {},
): Transport =>
  fetchTransport({
    baseUrl: `${hubUrl}${hubApiPrefix}`,
    timeoutMs: callTimeoutMs,
    ...options,
    ...(key !== undefined && { token: key }),
  });

export const hubClient = (...of: Parameters<typeof hubTransport>): Client<HubContract> =>
  createClient(hubContract, hubTransport(...of));
