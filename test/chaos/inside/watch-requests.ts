/** Every request that a process answers: it came, its answer is ready, it is answered. What happens in between is under its name. */
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { Contract } from "../../../packages/protocol/src/index.ts";
import { edge, inside } from "./edge.ts";

const patternOf = (path: string): RegExp => new RegExp(`^${path.replace(/\{\w+\}/g, "[^/:]+")}$`);

function nameOf(contract: Contract, prefix: string, { method = "", url = "" }: IncomingMessage): string | undefined {
  const { pathname, searchParams } = new URL(url, "http://here");
  if (method === "PUT" && pathname.startsWith("/blobs/")) {
    const comp = searchParams.get("comp");
    return comp === "block" ? "Put Block" : comp === "blocklist" ? "Put Block List" : "Put Blob";
  }
  if (!pathname.startsWith(prefix)) return undefined;
  const path = pathname.slice(prefix.length);
  return Object.entries(contract).find(([, route]) => route.method === method && patternOf(route.path).test(path))?.[0];
}

/** To be called before the server listens. @param only the names whose coming and going are edges; all when left out */
export function watchRequests(contract: Contract, prefix: string, only: (name: string) => boolean): void {
  const real = http.Server.prototype.emit as (this: http.Server, event: string | symbol, ...args: unknown[]) => boolean;
  http.Server.prototype.emit = function (this: http.Server, event: string | symbol, ...args: unknown[]) {
    if (event !== "request") return real.call(this, event, ...args);
    const [request, response] = args as [IncomingMessage, ServerResponse];
    const name = nameOf(contract, prefix, request);
    if (!name || !only(name)) return real.call(this, event, ...args);
    return inside(name, () => {
      edge(`${name} | came`);
      const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
      response.end = ((...last: unknown[]) => {
        if (response.statusCode < 400) edge(`${name} | about to be answered`);
        return end(...last);
      }) as typeof response.end;
      response.once("finish", () => {
        if (response.statusCode < 400) edge(`${name} | answered`);
      });
      return real.call(this, event, ...args);
    });
  } as typeof http.Server.prototype.emit;
}
