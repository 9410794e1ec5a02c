/** A proof as plain files, for a folder or a zip file. */
import { createPublicKey, type JsonWebKey } from "node:crypto";
import type { ProofPage, ReceiptKeys } from "@landfall/protocol";
import { readMe } from "./read-me.ts";
import { commonFolder, sumsLine, toSlashes } from "./sums.ts";
import { verifyScript } from "./verify-script.ts";

export interface Proof extends Pick<ProofPage, "keys" | "items" | "unproven"> {
  readonly title: string;
  readonly hub: string | null;
  readonly madeAt: string;
}

export interface ProofFile {
  /** With `/` between folder and name. */
  readonly name: string;
  readonly data: string | Uint8Array;
}

export interface ProofFiles {
  readonly files: readonly ProofFile[];
  readonly receipts: number;
  /** Lines of SHA256SUMS. */
  readonly photographs: number;
  /** Files that are known to have other bytes than were delivered, and files that are known to be gone. */
  readonly changed: number;
  readonly gone: number;
  /** Where the paths in SHA256SUMS begin, as text. */
  readonly folder: string;
}

export function proofFiles(proof: Proof): ProofFiles {
  const items = [...new Map(proof.items.map((item) => [item.sha256, item])).values()];
  const keys = keyFiles(proof.keys);
  const firstKey = [...keys.names.values()][0] ?? "key-1.pem";
  const receipts = items.flatMap(({ sha256, receipt }): ProofFile[] => {
    const [header = "", payload = "", signature = ""] = receipt.split(".");
    const { kid } = JSON.parse(Buffer.from(header, "base64url").toString()) as { kid?: string };
    const at = `receipts/${sha256}`;
    return [
      { name: `${at}.jws`, data: `${receipt}\n` },
      { name: `${at}.input`, data: `${header}.${payload}` },
      { name: `${at}.sig`, data: Buffer.from(signature, "base64url") },
      { name: `${at}.claims.json`, data: Buffer.from(payload, "base64url") },
      { name: `${at}.key`, data: `${keys.names.get(kid ?? "") ?? firstKey}\n` },
    ];
  });
  const claims = items.map(
    ({ claims: { hub, population, sha256, bytes, verifiedAt } }) =>
      `sha256      ${sha256}\nbytes       ${bytes}\nhub         ${hub}\npopulation  ${population}\nverifiedAt  ${verifiedAt}\n`,
  );
  const sums = sumsOf(proof.items);
  const { unproven } = proof;
  const text = readMe({
    ...proof,
    receipts: items.length,
    files: sums.asDelivered.length,
    changed: sums.changed.length,
    gone: sums.gone.length,
    begin: sums.folder,
    unproven: unproven.length,
    example: { sha256: items[0]?.sha256 ?? "SHA256", key: firstKey },
  });
  return {
    files: [
      { name: "README.txt", data: text },
      { name: "verify.sh", data: verifyScript },
      { name: "SHA256SUMS", data: linesOf(sums.asDelivered) },
      ...(sums.changed.length > 0
        ? [
            { name: "CHANGED-SHA256SUMS", data: linesOf(sums.changed.map(({ now }) => now)) },
            { name: "CHANGED-DELIVERED-SHA256SUMS", data: linesOf(sums.changed.map(({ before }) => before)) },
          ]
        : []),
      ...(sums.gone.length > 0 ? [{ name: "GONE-SHA256SUMS", data: linesOf(sums.gone) }] : []),
      { name: "CLAIMS.txt", data: claims.join("\n") },
      ...(unproven.length > 0 ? [{ name: "NOT-PROVEN.txt", data: notProven(unproven) }] : []),
      ...keys.files,
      ...receipts,
    ],
    receipts: items.length,
    photographs: sums.asDelivered.length,
    changed: sums.changed.length,
    gone: sums.gone.length,
    folder: sums.folder,
  };
}

/** By the key's id. The files' names are ours: an id is whatever the hub calls it. */
function keyFiles({ keys }: ReceiptKeys): { readonly names: Map<string, string>; readonly files: ProofFile[] } {
  const names = new Map<string, string>();
  const files = keys.map((jwk, index): ProofFile => {
    const name = `key-${index + 1}.pem`;
    names.set(jwk.kid, name);
    const key = createPublicKey({ key: jwk as JsonWebKey, format: "jwk" });
    return { name: `keys/${name}`, data: key.export({ type: "spki", format: "pem" }) };
  });
  return { names, files: [...files, { name: "keys/keys.jwks.json", data: `${JSON.stringify({ keys }, null, 2)}\n` }] };
}

interface Sums {
  readonly asDelivered: readonly Buffer[];
  /** The same file twice: with the bytes that it has now, and with those that were delivered. */
  readonly changed: readonly { readonly now: Buffer; readonly before: Buffer }[];
  readonly gone: readonly Buffer[];
  readonly folder: string;
}

function sumsOf(items: Proof["items"]): Sums {
  const bytesOf = (path: string) => toSlashes(Buffer.from(path, "base64"));
  const asDelivered = items.flatMap(({ sha256, paths }) => paths.map((path) => ({ sha256, path: bytesOf(path) })));
  const changed = items.flatMap(({ sha256, changed: files }) =>
    files.map(({ path, sha256: now }) => ({ sha256, now, path: bytesOf(path) })),
  );
  const gone = items.flatMap(({ sha256, gone: paths }) => paths.map((path) => ({ sha256, path: bytesOf(path) })));
  const folder = commonFolder([...asDelivered, ...changed, ...gone].map((each) => each.path));
  const line = (sha256: string, path: Buffer) => sumsLine(sha256, path.subarray(folder.length));
  return {
    asDelivered: distinct(
      asDelivered.map(({ sha256, path }) => line(sha256, path)),
      asText,
    ),
    changed: distinct(
      changed.map(({ sha256, now, path }) => ({ now: line(now, path), before: line(sha256, path) })),
      ({ now, before }) => asText(now) + asText(before),
    ),
    gone: distinct(
      gone.map(({ sha256, path }) => line(sha256, path)),
      asText,
    ),
    folder: folder.toString(),
  };
}

const asText = (line: Buffer): string => line.toString("latin1");
const linesOf = (lines: readonly Buffer[]): Buffer => Buffer.concat(lines);

const distinct = <Each>(all: readonly Each[], key: (each: Each) => string): Each[] => [
  ...new Map(all.map((each) => [key(each), each])).values(),
];

const notProven = (unproven: Proof["unproven"]): string =>
  unproven
    .map(({ sha256, state, filePath }) => `${sha256}  ${state.padEnd(9)}  ${JSON.stringify(filePath)}\n`)
    .join("");
