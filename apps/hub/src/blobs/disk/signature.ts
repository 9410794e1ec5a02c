/** Upload links of the disk store, signed as a SAS is: for one name, one permission, until one time. */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { TransferKind } from "@landfall/protocol";

const version = "2026-11-01";

/** `c`: create by one Put Blob; `cw`: by blocks too. Neither overwrites. */
const permissions = { single: "c", blocks: "cw" } as const satisfies Record<TransferKind, string>;

const sign = (secret: Buffer, name: string, expiry: string, permission: string): Buffer =>
  createHmac("sha256", secret).update([version, permission, expiry, name].join("\n")).digest();

/** The query of an upload link. */
export function signTarget(secret: Buffer, name: string, kind: TransferKind, expiresAtMs: number): string {
  const expiry = new Date(expiresAtMs).toISOString();
  const sp = permissions[kind];
  const sig = sign(secret, name, expiry, sp).toString("base64url");
  return new URLSearchParams({ sv: version, sp, se: expiry, sig }).toString();
}

/** What this query allows for the blob of this name now; undefined when nothing. */
export function allowedKind(
  secret: Buffer,
  name: string,
  query: URLSearchParams,
  nowMs: number,
): TransferKind | undefined {
  const expiry = query.get("se") ?? "";
  const kind = query.get("sp") === permissions.blocks ? "blocks" : "single";
  const given = Buffer.from(query.get("sig") ?? "", "base64url");
  const expected = sign(secret, name, expiry, permissions[kind]);
  const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
  const isNow = query.get("sv") === version && query.get("sp") === permissions[kind] && Date.parse(expiry) > nowMs;
  return isOurs && isNow ? kind : undefined;
}
