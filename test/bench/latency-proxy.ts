/**
 * A far-away shore: bytes come out half a round trip after they went in, and what goes up shares one uplink of a given
 * rate, fairly by connection. A new connection costs a round trip. Not modelled: loss, slow start, TLS.
 */
import net, { type AddressInfo } from "node:net";

export interface Link {
  readonly roundTripMs: number;
  /** Up, shared by all connections of all proxies on this link. */
  readonly bitsPerSecond: number;
}

export interface Uplink {
  /** Resolves when this many bytes have left; callers take turns. */
  readonly send: (bytes: number) => Promise<void>;
  /** What has gone up so far, bytes. */
  readonly sentBytes: () => number;
}

/** What one connection sends before the next has its turn: a packet or so. */
const turnBytes = 1_500;
/** What one connection may have waiting here; more stays with its sender, as on a real path. */
const waitingBytes = 64 * 1024;

export function openUplink({ bitsPerSecond }: Link): Uplink {
  const bytesPerMs = bitsPerSecond / 8_000;
  let freeAtMs = 0;
  let sent = 0;
  const queue: { left: number; resolve: () => void }[] = [];
  let running = false;

  const run = () => {
    const nowMs = performance.now();
    // An idle link saves nothing up; a timer that comes late takes nothing away.
    if (!running) freeAtMs = Math.max(freeAtMs, nowMs);
    running = true;
    while (queue.length > 0 && freeAtMs <= nowMs) {
      const turn = queue.shift() as (typeof queue)[number];
      const bytes = Math.min(turn.left, turnBytes);
      freeAtMs += bytes / bytesPerMs;
      sent += bytes;
      turn.left -= bytes;
      if (turn.left > 0) queue.push(turn);
      else turn.resolve();
    }
    if (queue.length === 0) running = false;
    else setTimeout(run, Math.max(1, freeAtMs - nowMs));
  };
  return {
    sentBytes: () => sent,
    send: (bytes) =>
      new Promise((resolve) => {
        queue.push({ left: bytes, resolve });
        if (!running) run();
      }),
  };
}

/** Hands the chunk on after half a round trip, in order. */
function delayed(to: net.Socket, halfMs: number): { write: (chunk: Buffer) => void; end: () => void } {
  const later = (work: () => void) => setTimeout(() => !to.destroyed && work(), halfMs);
  return {
    write: (chunk) => void later(() => to.write(chunk)),
    end: () => void later(() => to.end()),
  };
}

async function carryUp(from: net.Socket, to: net.Socket, uplink: Uplink, link: Link): Promise<void> {
  const halfMs = link.roundTripMs / 2;
  const out = delayed(to, halfMs);
  await new Promise((resolve) => setTimeout(resolve, link.roundTripMs));
  for await (const chunk of from as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length; at += waitingBytes) {
      const piece = chunk.subarray(at, at + waitingBytes);
      await uplink.send(piece.length);
      out.write(piece);
    }
  }
  out.end();
}

export interface LatencyProxy {
  readonly url: string;
  readonly close: () => Promise<void>;
}

export async function startLatencyProxy(targetUrl: string, link: Link, uplink: Uplink): Promise<LatencyProxy> {
  const port = Number(new URL(targetUrl).port);
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ highWaterMark: waitingBytes }, (near) => {
    const far = net.connect({ port, host: "127.0.0.1" });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("close", () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
      socket.on("error", () => socket.destroy());
    }
    const down = delayed(near, link.roundTripMs / 2);
    far.on("data", down.write);
    carryUp(near, far, uplink, link).catch(() => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
