/** Lists a container as a walk lists a folder: page by page, in the order of names. */
import { createHash } from "node:crypto";
import type { FindingCode } from "@landfall/protocol";
import type { AzureContainer, BlobItem } from "../azure/port.ts";
import { isSidecarName, mayOwnSidecars, ownerNames, stemOf } from "./companions.ts";
import type { Found } from "./found.ts";
import { isJunkFile, isJunkFolder } from "./junk.ts";
import type { WalkedFolder } from "./walk.ts";

const pageSize = 500;

/** A blob on its way into its bucket. */
export type FoundBlob = Found & { readonly blob: BlobItem };

/** A blob has no time that changes with it alone; its ETag does, so that a number of it keys what is known of the blob. */
const numberOfEtag = (etag: string): bigint =>
  createHash("sha256").update(etag).digest().readBigUInt64BE() & 0x7fff_ffff_ffff_ffffn;

function place(blob: BlobItem, prefix: string, root: number, owners: ReadonlySet<string>): FoundBlob {
  const path = blob.name.slice(prefix.length);
  const parts = path.split("/");
  const name = parts.pop() ?? "";
  const findings: FindingCode[] = [];
  return {
    root,
    path,
    pathBytes: Buffer.from(path),
    size: blob.size,
    mtimeNs: numberOfEtag(blob.etag),
    ino: null,
    absolute: Buffer.from(blob.name),
    name,
    isJunk: parts.some(isJunkFolder) || isJunkFile(name),
    hasOwner: isSidecarName(name) && owners.has(`${parts.join("/")}/${stemOf(name)}`),
    findings,
    blob,
  };
}

const folderOf = ({ path }: Found): string => path.slice(0, path.lastIndexOf("/") + 1);

/** The names by which sidecars may call the photographs and videos of a page, each with its folder. */
function ownersAmong(page: readonly BlobItem[], prefix: string): ReadonlySet<string> {
  const names = page.map(({ name }) => name.slice(prefix.length));
  if (!names.some(isSidecarName)) return new Set();
  return new Set(
    names.filter(mayOwnSidecars).flatMap((path) => {
      const slash = path.lastIndexOf("/");
      return ownerNames(path.slice(slash + 1)).map((name) => `${path.slice(0, Math.max(0, slash))}/${name}`);
    }),
  );
}

export async function* walkContainer(
  container: AzureContainer,
  prefix: string,
  root: number,
): AsyncGenerator<WalkedFolder> {
  for await (const page of container.list(prefix, pageSize)) {
    const owners = ownersAmong(page, prefix);
    // Names that end in `/` are how some programs make a folder; they hold nothing.
    const files = page
      .filter(({ name, size }) => size > 0 || !name.endsWith("/"))
      .map((blob) => place(blob, prefix, root, owners));
    const [first] = files;
    // A page is no folder: what is known of its blobs is known of each.
    if (first) yield { text: folderOf(first), state: () => null, chunks: () => [{ files, settled: [] }] };
  }
}
