/** Listening and stopping. */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { LandfallError, systemCode } from "@landfall/protocol";
import type { Hono } from "hono";

export interface Listener {
  readonly port: number;
  readonly server: Server;
  /** Stops taking connections, lets answers in progress end, and cuts what is left after the grace time. */
  readonly close: (graceMs?: number) => Promise<void>;
}

export interface ListenOptions {
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
}

export async function listen(app: Hono, options: ListenOptions): Promise<Listener> {
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  // Uploads over a slow link take hours; a body that stalls is the sender's to notice.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 65_000;
  // A client may open a connection ahead of its next request; Node does not count one without a request as idle.
  const unused = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    unused.add(socket);
    socket.once("close", () => unused.delete(socket));
  });
  let isClosing = false;
  server.on("request", ({ socket }: IncomingMessage, response: ServerResponse) => {
    unused.delete(socket);
    response.once("close", () => isClosing && setImmediate(() => server.closeIdleConnections()));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host ?? "127.0.0.1", resolve);
  }).catch((cause: unknown) => {
    if (systemCode(cause) === "EADDRINUSE")
      throw new LandfallError("PORT_TAKEN", { detail: `Port ${options.port} is taken by another program.`, cause });
    if (systemCode(cause) === "EACCES")
      throw new LandfallError("PORT_TAKEN", { detail: `Port ${options.port} may not be used by this account.`, cause });
    throw cause;
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : options.port,
    server,
    close: (graceMs = 2_000) =>
      new Promise((resolve) => {
        isClosing = true;
        const cut = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
        for (const socket of unused) socket.destroy();
      }),
  };
}
