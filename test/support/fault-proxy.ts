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
      /** Answers as soon as this much of the body has come, instead of at its end. */
      readonly afterBytes?: number;
    }
  /** Takes the request in and then nothing: no byte is read any more, and no answer ever comes. */
  | { readonly kind: "hang" }
  /** Resets the connection when this much of the body has come. */
  | { readonly kind: "cut"; readonly afterBytes: number }
  /** Hands the request on, then drops the answer: the hub has acted and nobody hears of it. */
  | { readonly kind: "dropAnswer" }
  /** Hands half of the answer on, then resets. */
  | { readonly kind: "truncate" }
  /** Hands another body on than the hub's. */
  | { readonly kind: "rewrite"; readonly body: (text: string) => string };

export interface FaultProxy {
  readonly url: string;
  /** Requests seen: method and path, without the query. */
  readonly seen: string[];
  /** Bytes of bodies of PUTs that have come, whether they were handed on or not. */
  putBytes: number;
  /** Bytes of the answers that were handed back. */
  answeredBytes: number;
  /** Decides for each request. */
  decide: (request: { method: string; path: string }) => Fault;
  /** Nothing listens any more, until `up`. */
  readonly down: () => Promise<void>;
  readonly up: () => Promise<void>;
  readonly close: () => Promise<void>;
}

async function collect(answer: http.IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of answer) text += String(chunk);
  return text;
}

function handOn(
  response: http.ServerResponse,
  { statusCode = 502, headers }: http.IncomingMessage,
  text: string,
  fault: Extract<Fault, { kind: "truncate" | "rewrite" }>,
): void {
  const whole = fault.kind === "rewrite" ? fault.body(text) : text;
  response.writeHead(statusCode, { ...headers, "content-length": Math.max(Buffer.byteLength(whole), 2) });
  if (fault.kind === "rewrite") response.end(whole);
  else response.write(whole.slice(0, whole.length >> 1) || " ", () => response.socket?.resetAndDestroy());
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export async function startFaultProxy(targetPort: () => number): Promise<FaultProxy> {
  /** A client that asks first is told to send, or is answered before it has sent. */
  const handle = (request: http.IncomingMessage, response: http.ServerResponse, asksFirst = false) => {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const method = request.method ?? "GET";
    proxy.seen.push(`${method} ${path}`);
    const fault = proxy.decide({ method, path });
    if (fault.kind === "hang") return;
    if (fault.kind === "answer") {
      answerItself(request, response, asksFirst ? { ...fault, afterBytes: 0 } : fault);
      return;
    }
    if (asksFirst) response.writeContinue();
    void forward(request, response, fault, method).catch(() => request.socket?.destroy());
  };

  const answerItself = (
    request: http.IncomingMessage,
    response: http.ServerResponse,
    { status, headers, body, afterBytes }: Extract<Fault, { kind: "answer" }>,
  ) => {
    let received = 0;
    const answer = () => response.headersSent || response.writeHead(status, headers).end(body);
    if (afterBytes === 0) {
      answer();
      return;
    }
    request.on("data", (chunk: Buffer) => {
      received += chunk.length;
      if (request.method === "PUT") proxy.putBytes += chunk.length;
      if (afterBytes !== undefined && received >= afterBytes) answer();
    });
    request.on("end", answer);
    request.on("error", () => {});
  };

  const forward = async (
    request: http.IncomingMessage,
    response: http.ServerResponse,
    fault: Fault,
    method: string,
  ) => {
    const { expect: _, ...headers } = request.headers;
    const upstream = http.request({
      port: targetPort(),
      host: "127.0.0.1",
      method,
      path: request.url,
      headers,
      agent: false,
    });
    upstream.on("error", () => request.socket?.destroy());
    upstream.on("response", (answer) => {
      if (fault.kind === "dropAnswer") {
        answer.resume();
        answer.on("end", () => request.socket?.destroy());
        return;
      }
      if (fault.kind === "truncate" || fault.kind === "rewrite") {
        void collect(answer).then((text) => handOn(response, answer, text, fault));
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on("data", (chunk: Buffer) => {
        proxy.answeredBytes += chunk.length;
      });
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

  let server: http.Server;
  const listen = async (port: number) => {
    server = http.createServer((request, response) => handle(request, response));
    server.on("checkContinue", (request, response) => handle(request, response, true));
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
    answeredBytes: 0,
    decide: () => ({ kind: "pass" }),
    down: close,
    up: async () => {
      await listen(port);
    },
    close,
  };
  return proxy;
}
