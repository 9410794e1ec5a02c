/** The connections to blob stores: kept alive, and opened ahead where it is known that PUTs will come. */
import http from "node:http";
import https from "node:https";
import { isIP, type Socket } from "node:net";
import { openedAheadMs } from "../policy.ts";
import type { Preconnect } from "../ports.ts";

const agentOptions = { keepAlive: true, maxSockets: 16, keepAliveMsecs: 10_000 };
const placeOf = (host: string, port: number | string): string => `${host}:${port}`;

interface Connections {
  readonly agent: http.Agent;
  readonly openAhead: (url: URL, connections: number) => void;
}

/** Gives a connection that was opened ahead to a request, which listens to it from then on. */
type Hand = () => Socket;

function createConnections(agent: http.Agent, defaultPort: number): Connections {
  const connect = agent.createConnection.bind(agent);
  /** Opened ahead and not asked for yet, by place. */
  const ready = new Map<string, readonly Hand[]>();
  const remove = (place: string, hand: Hand) => {
    const left = (ready.get(place) ?? []).filter((each) => each !== hand);
    if (left.length > 0) ready.set(place, left);
    else ready.delete(place);
  };
  // The agent asks for a connection where none of its own is free: one that was opened ahead is as good as a new one.
  agent.createConnection = (options, callback) => {
    const [hand] = ready.get(placeOf(options.host ?? "", options.port ?? defaultPort)) ?? [];
    return hand ? hand() : connect(options, callback);
  };

  const open = (host: string, port: number) => {
    const place = placeOf(host, port);
    const options: http.ClientRequestArgs & { readonly noDelay: boolean; readonly servername?: string } = {
      ...agentOptions,
      noDelay: true,
      host,
      port,
      ...(isIP(host) === 0 && { servername: host }),
    };
    const socket = connect(options) as Socket;
    // A request that comes makes a connection of its own, and tells what is wrong.
    const onError = () => {};
    const onClose = () => {
      clearTimeout(timer);
      remove(place, hand);
    };
    const hand = () => {
      onClose();
      return socket.off("error", onError).off("close", onClose).ref();
    };
    const timer = setTimeout(() => socket.destroy(), openedAheadMs).unref();
    socket.on("error", onError).on("close", onClose).unref();
    ready.set(place, [...(ready.get(place) ?? []), hand]);
  };

  return {
    agent,
    openAhead: (url, connections) => {
      const host = url.hostname.replace(/^\[|\]$/g, "");
      const port = Number(url.port || defaultPort);
      const place = placeOf(host, port);
      const free = Object.entries(agent.freeSockets).find(([name]) => name.startsWith(`${place}:`))?.[1]?.length ?? 0;
      const have = free + (ready.get(place)?.length ?? 0);
      for (let more = connections - have; more > 0; more -= 1) open(host, port);
    },
  };
}

const plain = createConnections(new http.Agent(agentOptions), 80);
const secure = createConnections(new https.Agent(agentOptions), 443);
const connectionsFor = (url: URL): Connections => (url.protocol === "https:" ? secure : plain);

export const agentFor = (url: URL): http.Agent => connectionsFor(url).agent;

export const preconnect: Preconnect = (origin, connections) => {
  const url = new URL(origin);
  connectionsFor(url).openAhead(url, connections);
};
