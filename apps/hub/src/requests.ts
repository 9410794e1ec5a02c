/**
 * Sends uploads straight to the disk store; everything else goes to the app. Every answer names the hub.
 * @param onSending called when a station sends something: bytes, or a question about what it is sending
 */
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import type { HubId } from "@landfall/protocol";
import { type BlobRequests, blobsPath } from "./blobs/disk/requests.ts";

export function routeRequests(
  server: Server,
  hubId: HubId,
  blobs: BlobRequests | undefined,
  onSending: () => void,
): void {
  const toApp = server.listeners("request") as RequestListener[];
  server.removeAllListeners("request");
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    response.setHeader("landfall-hub", hubId);
    if (request.method === "PUT" || request.method === "POST") onSending();
    if (blobs && request.url?.startsWith(blobsPath)) return void blobs(request, response);
    for (const listener of toApp) listener(request, response);
  });
}
