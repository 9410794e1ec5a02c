/** Receipts, checked without the hub: with the keys that were pinned when the station connected. */
import { ReceiptClaims, type ReceiptKeys } from "@landfall/protocol";

/** The claims of a receipt signed by one of these keys; `undefined` when the signature or the form is not right. */
export async function verifyReceipt(keys: ReceiptKeys, receipt: string): Promise<ReceiptClaims | undefined> {
  // Loaded with the first receipt that is checked: a sync only keeps them.
  const { compactVerify, createLocalJWKSet } = await import("jose");
  try {
    const { payload } = await compactVerify(receipt, createLocalJWKSet(keys), { algorithms: ["EdDSA"] });
    return ReceiptClaims.parse(JSON.parse(new TextDecoder().decode(payload)));
  } catch {
    return undefined;
  }
}
