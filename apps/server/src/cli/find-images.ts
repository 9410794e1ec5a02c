/** Images as a person names them: by SHA-256, by file name, or by the end of the path. */
import { type EncounterId, type ImageRow, Sha256 } from "@landfall/protocol";
import type { StationClient } from "../station-client.ts";
import { UsageError } from "./usage-error.ts";

const pageSize = 500;

async function* imagesOf(client: StationClient, id: EncounterId): AsyncGenerator<ImageRow> {
  for (let offset = 0; ; ) {
    const { items, total } = await client.images({ params: { id }, query: { offset, limit: pageSize } });
    yield* items;
    offset += items.length;
    if (items.length === 0 || offset >= total) return;
  }
}

export async function allImages(client: StationClient, id: EncounterId): Promise<ImageRow[]> {
  const rows: ImageRow[] = [];
  for await (const row of imagesOf(client, id)) rows.push(row);
  return rows;
}

/** @param given what `--image` was given, once for each image */
export async function findImages(
  client: StationClient,
  encounters: readonly EncounterId[],
  given: readonly string[] | undefined,
): Promise<Sha256[]> {
  if (!given || given.length === 0)
    throw new UsageError("--image is missing: a file's name, or its SHA-256; once for each");
  const hashes = given.map((text) => Sha256.safeParse(text).data);
  const named = given.filter((_, index) => hashes[index] === undefined);
  const found = new Map<string, Set<Sha256>>(named.map((name) => [name, new Set()]));
  if (named.length > 0)
    for (const id of encounters)
      for await (const { sha256, filePath } of imagesOf(client, id))
        for (const name of named) if (filePath === name || filePath.endsWith(`/${name}`)) found.get(name)?.add(sha256);
  return given.map((text, index) => {
    const hash = hashes[index];
    if (hash) return hash;
    const [one, ...others] = found.get(text) ?? [];
    if (!one)
      throw new UsageError(`--image ${text}: no image of this name is there; landfall review --images lists them`);
    if (others.length > 0) throw new UsageError(`--image ${text}: several images end so; write more of the path`);
    return one;
  });
}
