/** Upload links of the disk store, signed as a SAS is: for one name, one permission, until one time. */
import { createHmac, timingSafeEqual } from "node:crypto";

const version = "2026-11-01";

const sign = (secret: Buffer, name: string, expiry: string, permission: string): Buffer =>
  createHmac("sha256", secret).update([version, permission, expiry, name].join("\n")).digest();

/** The query of an upload link: create-only. */
export function signTarget(secret: Buffer, name: string, expiresAtMs: number): string {
  const expiry = new Date(expiresAtMs).toISOString();
  const sig = sign(secret, name, expiry, "c").toString("base64url");
  return new URLSearchParams({ sv: version, sp: "c", se: expiry, sig }).toString();
}

/** Whether this query allows creating the blob of this name now. */
export function mayCreate(secret: Buffer, name: string, query: URLSearchParams, nowMs: number): boolean {
  const expiry = query.get("se") ?? "";
  const given = Buffer.from(query.get("sig") ?? "", "base64url");
  const expected = sign(secret, name, expiry, "c");
  const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
  return isOurs && query.get("sv") === version && query.get("sp") === "c" && Date.parse(expiry) > nowMs;
}
