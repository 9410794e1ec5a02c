/** Signs receipts. Private keys are files in the hub's keys folder; every public half is in the store, for good. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { type Receipt, type ReceiptClaims, ReceiptKey } from "@landfall/protocol";
import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import { ensureSecretFile } from "./folders.ts";
import type { Db } from "./store/open.ts";
import { publishReceiptKey } from "./store/receipt-keys.ts";

export interface ReceiptSigner {
  readonly kid: string;
  readonly sign: (claims: ReceiptClaims) => Promise<Receipt>;
}

interface KeyFile {
  readonly createdAt: string;
  readonly jwk: JWK;
}

const filePattern = /^receipt-.*\.json$/;

async function generateKeyFile(): Promise<string> {
  const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const file: KeyFile = { createdAt: new Date().toISOString(), jwk: await exportJWK(privateKey) };
  return JSON.stringify(file);
}

/** Puts a new key beside those of the folder; a hub signs with it from its next start on. @returns its file */
export async function addReceiptKey(keysFolder: string): Promise<string> {
  const contents = await generateKeyFile();
  const { createdAt } = JSON.parse(contents) as KeyFile;
  const file = path.join(keysFolder, `receipt-${createdAt.replaceAll(/[^0-9]/g, "")}.json`);
  await ensureSecretFile(file, () => contents);
  return file;
}

async function toPublicKey(jwk: JWK) {
  const kid = await calculateJwkThumbprint(jwk);
  return ReceiptKey.parse({ kty: jwk.kty, crv: jwk.crv, x: jwk.x, kid, alg: "EdDSA", use: "sig" });
}

/**
 * Signs with the newest key of the folder (`receipt-*.json`), making the first one. To retire a key, a newer one is put beside
 * it ({@link addReceiptKey}): what the old one signed stays valid, because its public half stays published.
 */
export async function openReceiptSigner(keysFolder: string, db: Db): Promise<ReceiptSigner> {
  const isThere = (await readdir(keysFolder)).some((name) => filePattern.test(name));
  if (!isThere) await ensureSecretFile(path.join(keysFolder, "receipt-1.json"), generateKeyFile);
  const names = (await readdir(keysFolder)).filter((name) => filePattern.test(name));
  const files = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(path.join(keysFolder, name), "utf8")) as KeyFile),
  );
  files.sort((a, b) => a.createdAt.localeCompare(b.createdAt));
  for (const { jwk, createdAt } of files) await publishReceiptKey(db, await toPublicKey(jwk), Date.parse(createdAt));
  const current = files.at(-1);
  if (!current) throw new Error(`no receipt key in ${keysFolder}`);
  const privateKey = await importJWK(current.jwk, "EdDSA");
  const { kid } = await toPublicKey(current.jwk);
  return {
    kid,
    sign: (claims) =>
      new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
        .setProtectedHeader({ alg: "EdDSA", kid })
        .sign(privateKey),
  };
}
