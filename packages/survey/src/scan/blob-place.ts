/** A folder of a container as a place that files come from. */
import { openContainer } from "../azure/container.ts";
import { withTurns } from "../azure/paced.ts";
import type { FoundFile, Turn } from "../ports.ts";
import type { Found } from "./found.ts";
import { readBlob } from "./read-blob.ts";
import type { Root } from "./root.ts";
import { type FoundBlob, walkContainer } from "./walk-container.ts";

export async function openBlobPlace(
  { access, prefix }: NonNullable<Root["azure"]>,
  root: number,
  nowMs: number,
  turn?: Turn,
) {
  const { account, container } = access;
  const opened = await openContainer(access);
  const blobs = turn ? withTurns(opened, turn) : opened;
  return {
    folders: () => walkContainer(blobs, prefix, root),
    // What the walk above found.
    read: (file: Found): Promise<FoundFile> => readBlob(file as FoundBlob, { account, container, blobs }, nowMs),
  };
}
