/** Turns that the main thread gives to the scan's worker thread, over a port of their own: many blobs are read at once. */
import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { Turn } from "../ports.ts";

type Asked = { readonly id: number; readonly bytes: number };

/** The worker's end. The main thread's end lives until {@link MessagePort.close}. */
export function serveTurns(turn: Turn): { readonly own: MessagePort; readonly workers: MessagePort } {
  const { port1: own, port2: workers } = new MessageChannel();
  own.on("message", ({ id, bytes }: Asked) => {
    // A turn that is refused is one of a scan that has ended: its worker is gone.
    Promise.resolve(turn(bytes)).then(
      () => own.postMessage(id),
      () => {},
    );
  });
  return { own, workers };
}

export function turnsOver(port: MessagePort): Turn {
  const waiting = new Map<number, () => void>();
  let asked = 0;
  port.on("message", (id: number) => {
    waiting.get(id)?.();
    waiting.delete(id);
    if (waiting.size === 0) port.unref();
  });
  // A worker that waits for nothing may end.
  port.unref();
  return (bytes) =>
    new Promise((resolve) => {
      const id = asked++;
      waiting.set(id, resolve);
      port.ref();
      port.postMessage({ id, bytes } satisfies Asked);
    });
}
