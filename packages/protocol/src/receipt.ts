/**
 * A receipt: the hub's signed statement that it has read back bytes with this SHA-256. A compact JWS (EdDSA, Ed25519).
 * It is about bytes, so it stays valid when an image moves to another encounter.
 */
import { z } from "zod";
import { HubId, PopulationId, Sha256 } from "./ids.ts";

export const ReceiptClaims = z.object({
  hub: HubId,
  population: PopulationId,
  sha256: Sha256,
  bytes: z.int().nonnegative(),
  verifiedAt: z.iso.datetime(),
});
export type ReceiptClaims = z.infer<typeof ReceiptClaims>;

/** `header.payload.signature`, base64url. */
export const Receipt = z.string().regex(/^[\w-]+\.[\w-]+\.[\w-]+$/, "a compact JWS");
export type Receipt = z.infer<typeof Receipt>;

export const ReceiptKey = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  x: z.string(),
  kid: z.string(),
  alg: z.literal("EdDSA"),
  use: z.literal("sig"),
});
export const ReceiptKeys = z.object({ keys: z.array(ReceiptKey) });
export type ReceiptKeys = z.infer<typeof ReceiptKeys>;

/** What a receipt says, unchecked: who relies on it verifies its signature. Undefined where it says nothing. */
export function readClaims(receipt: Receipt): ReceiptClaims | undefined {
  const payload = receipt.split(".")[1] ?? "";
  try {
    return ReceiptClaims.parse(JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/"))));
  } catch {
    return undefined;
  }
}
