/** Writes a proof as a folder of plain files. */
import { createPublicKey, type JsonWebKey } from "node:crypto";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { type ProofPage, type ReceiptKeys, systemCode } from "@landfall/protocol";
import { UsageError } from "../usage-error.ts";
import { readMe } from "./read-me.ts";
import { commonFolder, sumsLine, toSlashes } from "./sums.ts";
import { verifyScript } from "./verify-script.ts";

export interface Proof extends Pick<ProofPage, "keys" | "items" | "unproven"> {
  readonly title: string;
  readonly hub: string | null;
  readonly madeAt: string;
}

/** Makes the folder; one that holds anything is refused. */
export async function openProofFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new UsageError(`cannot make ${folder}: ${systemCode(cause) ?? cause}`);
  });
  if ((await readdir(folder)).length > 0) throw new UsageError(`--out ${folder} is not empty`);
}

export interface WrittenProof {
  readonly receipts: number;
  readonly files: number;
  /** Where the paths in SHA256SUMS begin, as text. */
  readonly folder: string;
}

export async function writeProof(folder: string, proof: Proof): Promise<WrittenProof> {
  const at = (...names: string[]) => path.join(folder, ...names);
  const items = [...new Map(proof.items.map((item) => [item.sha256, item])).values()];
  await mkdir(at("receipts"));
  await mkdir(at("keys"));
  const keyFiles = await writeKeys(at("keys"), proof.keys);
  const claims: string[] = [];
  for (const item of items) {
    const [header = "", payload = "", signature = ""] = item.receipt.split(".");
    const { kid } = JSON.parse(Buffer.from(header, "base64url").toString()) as { kid?: string };
    const base = at("receipts", item.sha256);
    await writeFile(`${base}.jws`, `${item.receipt}\n`);
    await writeFile(`${base}.input`, `${header}.${payload}`);
    await writeFile(`${base}.sig`, Buffer.from(signature, "base64url"));
    await writeFile(`${base}.claims.json`, Buffer.from(payload, "base64url"));
    await writeFile(`${base}.key`, `${keyFiles.get(kid ?? "") ?? [...keyFiles.values()][0]}\n`);
    const { hub, population, sha256, bytes, verifiedAt } = item.claims;
    claims.push(
      `sha256      ${sha256}\nbytes       ${bytes}\nhub         ${hub}\npopulation  ${population}\nverifiedAt  ${verifiedAt}\n`,
    );
  }
  await writeFile(at("CLAIMS.txt"), claims.join("\n"));
  const { files, folder: begin } = await writeSums(at("SHA256SUMS"), proof.items);
  if (proof.unproven.length > 0) await writeFile(at("NOT-PROVEN.txt"), notProven(proof.unproven));
  await writeFile(at("verify.sh"), verifyScript, { mode: 0o755 });
  const [first] = items;
  await writeFile(
    at("README.txt"),
    readMe({
      ...proof,
      receipts: items.length,
      files,
      begin,
      unproven: proof.unproven.length,
      example: { sha256: first?.sha256 ?? "SHA256", key: [...keyFiles.values()][0] ?? "key-1.pem" },
    }),
  );
  return { receipts: items.length, files, folder: begin };
}

/** By the key's id. The files' names are ours: an id is whatever the hub calls it. */
async function writeKeys(folder: string, { keys }: ReceiptKeys): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const [index, jwk] of keys.entries()) {
    const name = `key-${index + 1}.pem`;
    const key = createPublicKey({ key: jwk as JsonWebKey, format: "jwk" });
    await writeFile(path.join(folder, name), key.export({ type: "spki", format: "pem" }));
    names.set(jwk.kid, name);
  }
  await writeFile(path.join(folder, "keys.jwks.json"), `${JSON.stringify({ keys }, null, 2)}\n`);
  return names;
}

async function writeSums(file: string, items: Proof["items"]): Promise<Pick<WrittenProof, "files" | "folder">> {
  const files = items.flatMap(({ sha256, paths }) =>
    paths.map((each) => ({ sha256, path: toSlashes(Buffer.from(each, "base64")) })),
  );
  const folder = commonFolder(files.map((each) => each.path));
  const lines = files.map((each) => sumsLine(each.sha256, each.path.subarray(folder.length)));
  const distinct = [...new Map(lines.map((line) => [line.toString("latin1"), line])).values()];
  await writeFile(file, Buffer.concat(distinct));
  return { files: distinct.length, folder: folder.toString() };
}

const notProven = (unproven: Proof["unproven"]): string =>
  unproven
    .map(({ sha256, state, filePath }) => `${sha256}  ${state.padEnd(9)}  ${JSON.stringify(filePath)}\n`)
    .join("");
