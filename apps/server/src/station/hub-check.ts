/** One look at the hub: is it there, is it the right one, does it take the key? */
import {
  type Client,
  type HubContract,
  type HubHealth,
  type HubId,
  type HubMe,
  type HubStatus,
  type KeyStatus,
  LandfallError,
  type ReceiptKeys,
  toLandfallError,
} from "@landfall/protocol";
import { hubClient } from "./hub-address.ts";

/** A person looks at the answer, so it is not waited for long. */
const checkTimeoutMs = 10_000;

export interface HubLook {
  readonly hub: HubStatus;
  readonly key: KeyStatus;
  /** What the key may do, when the hub took it. */
  readonly me: HubMe | undefined;
  /** Its public keys for receipts, retired ones included. */
  readonly receiptKeys: ReceiptKeys | undefined;
}

export interface Expected {
  readonly url: string;
  /** The hub whose key this is; another one is not shown the key. */
  readonly hubId: HubId | undefined;
  readonly key: string | undefined;
  /** The key's name, when it was last known. */
  readonly keyName: string | null;
}

function stateOf(error: LandfallError): HubStatus["state"] {
  if (error.code === "HUB_OFFLINE") return "offline";
  return error.code === "NOT_THE_HUB" ? "notTheHub" : "unavailable";
}

const minuteMs = 60_000;
/** Smaller differences do no harm: links live about an hour. */
const clocksAgreeMs = 5 * minuteMs;

/** How far the hub's clock is ahead, in whole minutes, its answer taken to be half a round trip old; null where they agree. */
export function clockAhead(hubMs: number, ownMs: number, roundTripMs: number): number | null {
  const aheadMs = hubMs - (ownMs - roundTripMs / 2);
  return Math.abs(aheadMs) < clocksAgreeMs ? null : Math.round(aheadMs / minuteMs) * minuteMs;
}

/** Never rejects: what went wrong is what was seen. */
export async function lookAtHub({ url, hubId, key, keyName }: Expected, signal: AbortSignal): Promise<HubLook> {
  const startedMs = performance.now();
  const seen = (status: Pick<HubStatus, "state"> & Partial<HubStatus>): HubStatus => ({
    url,
    version: null,
    latencyMs: null,
    clockAheadMs: null,
    checkedAt: new Date().toISOString(),
    detail: null,
    ...status,
  });
  const unknown: KeyStatus = { state: key === undefined ? "none" : "unknown", name: keyName };
  try {
    const health = await askHealth(url, signal);
    const latencyMs = Math.round(performance.now() - startedMs);
    const clockAheadMs = clockAhead(Date.parse(health.time), Date.now(), latencyMs);
    if (hubId !== undefined && health.hubId !== hubId) {
      const detail = "Another hub answers at this address.";
      return { hub: seen({ state: "notTheHub", detail }), key: unknown, me: undefined, receiptKeys: undefined };
    }
    const hub = seen({ state: "reachable", version: health.version, latencyMs, clockAheadMs });
    if (key === undefined) return { hub, key: unknown, me: undefined, receiptKeys: undefined };
    return {
      hub,
      ...(await tryKey(hubClient(url, key, { timeoutMs: checkTimeoutMs }), health.hubId, unknown, signal)),
    };
  } catch (error) {
    const classified = toLandfallError(error);
    const { message, detail } = classified;
    return {
      hub: seen({ state: stateOf(classified), detail: detail ?? message }),
      key: unknown,
      me: undefined,
      receiptKeys: undefined,
    };
  }
}

/** A connection kept from an earlier look may have died in the meantime, which says nothing of the hub: asked once more. */
export async function askHealth(url: string, signal: AbortSignal): Promise<HubHealth> {
  const client = hubClient(url, undefined, { timeoutMs: checkTimeoutMs });
  const ask = () => client.health({}, { signal });
  return ask()
    .catch((error: unknown) => {
      if (toLandfallError(error).code !== "CONNECTION_LOST" || signal.aborted) throw error;
      return ask();
    })
    .catch((error: unknown) => {
      throw asNoHub(error);
    });
}

/** Every hub tells everyone of its health: one that has no such page, or wants a key for it, is another service. */
function asNoHub(error: unknown): unknown {
  if (!(error instanceof LandfallError) || error.code === "HOST_NOT_ALLOWED") return error;
  const isOther = error.tier === "request" || error.tier === "auth" || error.tier === "person";
  return isOther ? new LandfallError("NOT_THE_HUB", { detail: `HTTP ${error.status}`, cause: error }) : error;
}

async function tryKey(
  client: Client<HubContract>,
  hubId: HubId,
  unknown: KeyStatus,
  signal: AbortSignal,
): Promise<Pick<HubLook, "key" | "me" | "receiptKeys">> {
  try {
    const me = await client.me({}, { signal });
    if (me.hubId !== hubId) throw new LandfallError("NOT_THE_HUB", { detail: "two hubs answer at this address" });
    // Without them everything goes on as it is; the next look asks again.
    const receiptKeys = await client.receiptKeys({}, { signal }).catch(() => undefined);
    return { key: { state: "ready", name: me.name }, me, receiptKeys };
  } catch (error) {
    const refused = toLandfallError(error).tier === "auth";
    return { key: refused ? { state: "invalid", name: unknown.name } : unknown, me: undefined, receiptKeys: undefined };
  }
}
