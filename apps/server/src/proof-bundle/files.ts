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
    files: sums.lines.length,
    begin: sums.folder,
    unproven: unproven.length,
    example: { sha256: items[0]?.sha256 ?? "SHA256", key: firstKey },
  });
  return {
    files: [
      { name: "README.txt", data: text },
      { name: "verify.sh", data: verifyScript },
      { name: "SHA256SUMS", data: Buffer.concat(sums.lines) },
      { name: "CLAIMS.txt", data: claims.join("\n") },
      ...(unproven.length > 0 ? [{ name: "NOT-PROVEN.txt", data: notProven(unproven) }] : []),
      ...keys.files,
      ...receipts,
    ],
    receipts: items.length,
    photographs: sums.lines.length,
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

function sumsOf(items: Proof["items"]): { readonly lines: readonly Buffer[]; readonly folder: string } {
  const files = items.flatMap(({ sha256, paths }) =>
    paths.map((each) => ({ sha256, path: toSlashes(Buffer.from(each, "base64")) })),
  );
  const folder = commonFolder(files.map((each) => each.path));
  const lines = files.map((each) => sumsLine(each.sha256, each.path.subarray(folder.length)));
  const distinct = [...new Map(lines.map((line) => [line.toString("latin1"), line])).values()];
  return { lines: distinct, folder: folder.toString() };
}

const notProven = (unproven: Proof["unproven"]): string =>
  unproven
    .map(({ sha256, state, filePath }) => `${sha256}  ${state.padEnd(9)}  ${JSON.stringify(filePath)}\n`)
    .join("");
