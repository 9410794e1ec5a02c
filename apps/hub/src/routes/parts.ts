/** What the routes are made of. */
import type { HubId } from "@landfall/protocol";
import type { Blobs } from "../blobs/port.ts";
import type { Copies } from "../copy/copies.ts";
import type { Notices } from "../delivery/notices.ts";
import type { Queue } from "../queue/port.ts";
import type { Store } from "../store/open.ts";

export interface HubParts {
  readonly hubId: HubId;
  readonly store: Store;
  readonly blobs: Blobs;
  readonly queue: Queue;
  readonly notices: Notices;
  readonly copies: Copies;
  readonly wakeWorker: () => void;
  /** Scheme, host and port under which others reach the hub. */
  readonly publicUrl: () => string;
}
