/** Where a scan begins. */
import type { AzureAccess } from "../azure/port.ts";

export interface Root {
  /** Index into the request's roots. */
  readonly index: number;
  readonly path: string;
  /** Where it lies in Azure: how to get in, and the folder's prefix. */
  readonly azure?: { readonly access: AzureAccess; readonly prefix: string };
}
