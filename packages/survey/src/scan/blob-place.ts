/** A folder of a container as a place that files come from. */
import { openContainer } from "../azure/container.ts";
import type { FoundFile } from "../ports.ts";
import type { Found } from "./found.ts";
import { readBlob } from "./read-blob.ts";
import type { Root } from "./root.ts";
import { type FoundBlob, walkContainer } from "./walk-container.ts";

export async function openBlobPlace({ access, prefix }: NonNullable<Root["azure"]>, root: number, nowMs: number) {
  const { account, container } = access;
  const blobs = await openContainer(access);
  return {
    folders: () => walkContainer(blobs, prefix, root),
    // What the walk above found.
    read: (file: Found): Promise<FoundFile> => readBlob(file as FoundBlob, { account, container, blobs }, nowMs),
  };
}
