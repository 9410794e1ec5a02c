/** The way to the hub: who it is, whether it answers, and with which key it is asked. */
import { announceConnection, mirrorPopulations, profile, type StationDatabase, saveProfile, write } from "@landfall/db";
import {
  type ActivityActor,
  type Client,
  createClient,
  type FetchTransportOptions,
  type HubContract,
  type HubStatus,
  hubContract,
  type KeyStatus,
  LandfallError,
  type ReceiptKeys,
} from "@landfall/protocol";
import { note as noteActivity } from "./activity.ts";
import { hubToLeave, leaveHub } from "./former-hub.ts";
import { hubClient, hubTransport, toHubUrl } from "./hub-address.ts";
import { askHealth, type HubLook, lookAtHub } from "./hub-check.ts";
import { withHistory } from "./hub-history.ts";
import { readKey, writeKey } from "./secrets.ts";

export interface ConnectionStatus {
  readonly hub: HubStatus;
  readonly key: KeyStatus;
}

export interface WantedHub {
  readonly hub: string;
  readonly key: string;
  /** Also where another one has the photographs of this station, whose receipts are then let go. */
  readonly otherHub?: boolean | undefined;
}

export interface Connection {
  status(): ConnectionStatus;
  /** A client with the key of this moment. NOT_CONNECTED, KEY_MISSING. */
  client(): Client<HubContract>;
  /** Rejects where the hub does not answer now. NOT_CONNECTED. */
  reach(): Promise<void>;
  /** Asks the hub now; several at once share one look. */
  check(): Promise<ConnectionStatus>;
  /** Stores hub and key after both were tried. OTHER_HUB, unless that is meant. */
  connect(wanted: WantedHub, actor: ActivityActor): Promise<ConnectionStatus & { populations: string[] }>;
  /** Breaks off a look that is under way. */
  stop(): Promise<void>;
}

export interface ConnectionOptions {
  readonly db: StationDatabase;
  readonly dataFolder: string;
  /** The hub answers again, or the key was mended: whatever waits may go on. */
  readonly onReady: () => void;
  /** The station is about to belong to another hub. */
  readonly onOtherHub: () => void;
  /** The pace at which answers of the hub are taken. */
  readonly turn: NonNullable<FetchTransportOptions["turn"]>;
}

const notConnected: ConnectionStatus = {
  hub: {
    state: "notConnected",
    url: null,
    version: null,
    latencyMs: null,
    clockAheadMs: null,
    checkedAt: null,
    detail: null,
  },
  key: { state: "none", name: null },
};

/** How long the hub took and when it was asked change with every look and are no news. */
const news = ({ hub, key }: ConnectionStatus): string =>
  JSON.stringify([hub.state, hub.url, hub.version, hub.clockAheadMs, hub.detail, key]);

export function openConnection({ db, dataFolder, onReady, onOtherHub, turn }: ConnectionOptions): Connection {
  let status = firstStatus(db, dataFolder);
  let looking: Promise<ConnectionStatus> | undefined;
  const stopping = new AbortController();

  const note = ({ hub, key, me, receiptKeys }: HubLook): ConnectionStatus => {
    const before = status;
    status = { hub, key };
    if (me) mirrorPopulations(db, me.populations);
    if (receiptKeys) pinNewKeys(db, receiptKeys);
    if (news(before) !== news(status)) announceConnection(db, hub, key);
    const ready = hub.state === "reachable" && key.state === "ready";
    if (ready && !(before.hub.state === "reachable" && before.key.state === "ready")) onReady();
    return status;
  };

  const look = async (): Promise<ConnectionStatus> => {
    const current = profile(db);
    if (!current) return status;
    const { hubUrl: url, hubId, keyName } = current;
    const key = readKey(dataFolder, url);
    const seen = await lookAtHub({ url, hubId, key, keyName }, stopping.signal);
    if (stopping.signal.aborted) return status;
    // The person may have connected to another hub, or with another key, in the meantime.
    const later = profile(db);
    return later?.hubUrl === url && readKey(dataFolder, url) === key ? note(seen) : status;
  };

  const check = (): Promise<ConnectionStatus> => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  };

  return {
    status: () => status,
    client: () => {
      const current = profile(db);
      if (!current) throw new LandfallError("NOT_CONNECTED");
      const key = readKey(dataFolder, current.hubUrl);
      if (key === undefined) throw new LandfallError("KEY_MISSING");
      return createClient(hubContract, withHistory(db, current, hubTransport(current.hubUrl, key, { turn })));
    },
    reach: async () => {
      const current = profile(db);
      if (!current) throw new LandfallError("NOT_CONNECTED");
      await askHealth(current.hubUrl, stopping.signal);
    },
    check,
    connect: async ({ hub, key, otherHub = false }, actor) => {
      const hubUrl = toHubUrl(hub);
      const { hubId } = await askHealth(hubUrl, stopping.signal);
      const me = await hubClient(hubUrl, key).me();
      if (me.hubId !== hubId) throw new LandfallError("NOT_THE_HUB", { detail: "two hubs answer at this address" });
      const receiptKeys = await hubClient(hubUrl).receiptKeys();
      const left = hubToLeave(db, { hubUrl, hubId }, otherHub);
      if (left) onOtherHub();
      writeKey(dataFolder, hubUrl, key);
      write(db, () => {
        if (left) leaveHub(db, left, hubUrl, actor);
        saveProfile(db, { hubUrl, hubId, keyName: me.name, receiptKeys });
        mirrorPopulations(db, me.populations);
        noteActivity(db, actor, {
          category: "connection",
          action: "connected",
          subject: [{ kind: "hub", id: hubId, name: hubUrl }],
          detail: `with the key named ${me.name}; populations: ${me.populations.map(({ name }) => name).join(", ") || "none"}`,
        });
      });
      // Not the look that may be under way: that one asks with the former key.
      await looking;
      const now = await check();
      onReady();
      return { ...now, populations: me.populations.map(({ name }) => name) };
    },
    stop: async () => {
      stopping.abort();
      await looking;
    },
  };
}

/** A hub that signs with a new key is still the same hub: keys that it shows beside the pinned ones are pinned too. */
function pinNewKeys(db: StationDatabase, shown: ReceiptKeys): void {
  write(db, () => {
    const current = profile(db);
    const pinned = new Set(current?.receiptKeys.keys.map(({ kid }) => kid));
    const added = shown.keys.filter(({ kid }) => !pinned.has(kid));
    if (!current || added.length === 0) return;
    saveProfile(db, { ...current, receiptKeys: shown });
    noteActivity(db, "station", {
      category: "connection",
      action: "receiptKeyAdded",
      subject: [{ kind: "hub", id: current.hubId, name: current.hubUrl }],
      detail: added.map(({ kid }) => kid).join(", "),
    });
  });
}

function firstStatus(db: StationDatabase, dataFolder: string): ConnectionStatus {
  const current = profile(db);
  if (!current) return notConnected;
  const hasKey = readKey(dataFolder, current.hubUrl) !== undefined;
  return {
    hub: { ...notConnected.hub, state: "checking", url: current.hubUrl },
    key: { state: hasKey ? "unknown" : "none", name: current.keyName },
  };
}
