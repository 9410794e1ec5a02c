/** A proxy on real sockets between a station and the hub, that does what networks do. */
import http from "node:http";
import type { AddressInfo } from "node:net";

export type Fault =
  | { readonly kind: "pass" }
  /** Hands bytes on no faster than this. */
  | { readonly kind: "slow"; readonly bytesPerSecond: number }
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  /** Resets the connection when this much of the body has come. */
  | { readonly kind: "cut"; readonly afterBytes: number }
  /** Hands the request on, then drops the answer: the hub has acted and nobody hears of it. */
  | { readonly kind: "dropAnswer" };

export interface FaultProxy {
  readonly url: string;
  /** Requests seen: method and path, without the query. */
  readonly seen: string[];
  /** Bytes of bodies of PUTs that were handed on. */
  putBytes: number;
  /** Decides for each request. */
  decide: (request: { method: string; path: string }) => Fault;
  /** Nothing listens any more, until `up`. */
  readonly down: () => Promise<void>;
  readonly up: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export async function startFaultProxy(targetPort: () => number): Promise<FaultProxy> {
  const handle: http.RequestListener = (request, response) => {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const method = request.method ?? "GET";
    proxy.seen.push(`${method} ${path}`);
    const fault = proxy.decide({ method, path });
    if (fault.kind === "answer") {
      request.resume();
      request.on("end", () => response.writeHead(fault.status, fault.headers).end(fault.body));
      return;
    }
    void forward(request, response, fault, method).catch(() => request.socket?.destroy());
  };

  const forward = async (
    request: http.IncomingMessage,
    response: http.ServerResponse,
    fault: Fault,
    method: string,
  ) => {
    const upstream = http.request({
      port: targetPort(),
      host: "127.0.0.1",
      method,
      path: request.url,
      headers: request.headers,
      agent: false,
    });
    upstream.on("error", () => request.socket?.destroy());
    upstream.on("response", (answer) => {
      if (fault.kind === "dropAnswer") {
        answer.resume();
        answer.on("end", () => request.socket?.destroy());
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    let passed = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      if (fault.kind === "cut" && passed + chunk.length > fault.afterBytes) {
        upstream.destroy();
        request.socket?.resetAndDestroy();
        return;
      }
      passed += chunk.length;
      if (method === "PUT") proxy.putBytes += chunk.length;
      if (fault.kind === "slow") await pause((chunk.length / fault.bytesPerSecond) * 1000);
      upstream.write(chunk);
    }
    upstream.end();
  };

  let server = http.createServer(handle);
  const listen = async (port: number) => {
    server = http.createServer(handle);
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
  };
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const port = await listen(0);
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${port}`,
    seen: [],
    putBytes: 0,
    decide: () => ({ kind: "pass" }),
    down: close,
    up: async () => {
      await listen(port);
    },
    close,
  };
  return proxy;
}
