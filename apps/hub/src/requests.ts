/** Sends uploads straight to the disk store; everything else goes to the app. Every answer names the hub. */
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import type { HubId } from "@landfall/protocol";
import { type BlobRequests, blobsPath } from "./blobs/disk/requests.ts";

export function routeRequests(server: Server, hubId: HubId, blobs: BlobRequests | undefined): void {
  const toApp = server.listeners("request") as RequestListener[];
  server.removeAllListeners("request");
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    response.setHeader("landfall-hub", hubId);
    if (blobs && request.url?.startsWith(blobsPath)) return void blobs(request, response);
    for (const listener of toApp) listener(request, response);
  });
}
