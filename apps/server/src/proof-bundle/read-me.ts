/** What stands in the folder, and the exact commands, for whoever is given it. */

export interface ReadMe {
  readonly title: string;
  readonly hub: string | null;
  readonly madeAt: string;
  readonly receipts: number;
  readonly files: number;
  /** Where the paths in SHA256SUMS begin, on the machine that made this. */
  readonly begin: string;
  /** Images of the manifest that have no valid receipt. */
  readonly unproven: number;
  /** An image to show the commands with. */
  readonly example: { readonly sha256: string; readonly key: string };
}

export const readMe = ({
  title,
  hub,
  madeAt,
  receipts,
  files,
  begin,
  unproven,
  example,
}: ReadMe): string => `PROOF OF DELIVERY

${title}
Hub:  ${hub ?? "unknown"}
Made: ${madeAt}
${receipts} receipts for ${files} files.${unproven > 0 ? `\n${unproven} images have no receipt and are NOT proven: see NOT-PROVEN.txt.` : ""}

A receipt is the hub's signed statement that it had read back an image with this SHA-256 and this many bytes from its
store. This folder is checked with sha256sum and openssl (3.0 or newer) alone.

ALL AT ONCE

    sh verify.sh                the receipts
    sh verify.sh FOLDER         the receipts, and the photographs in FOLDER

FOLDER is the folder that the paths in SHA256SUMS begin in. Where this was made, it was ${JSON.stringify(begin)}.

BY HAND, FOR ONE IMAGE

    cd FOLDER && sha256sum --check SHA256SUMS      (with the path to this folder's SHA256SUMS)
    openssl pkeyutl -verify -pubin -inkey keys/${example.key} -rawin \\
      -in receipts/${example.sha256}.input -sigfile receipts/${example.sha256}.sig
    cut -d . -f 2 receipts/${example.sha256}.jws     (the claims in base64url; decoded: .claims.json)

WHAT IS HERE

    SHA256SUMS               the photographs' hashes and paths
    CLAIMS.txt               what the hub signed for each, to read
    receipts/SHA256.jws          the receipt as the hub gave it: a JWS (RFC 7515), EdDSA over Ed25519
    receipts/SHA256.input        the bytes that are signed
    receipts/SHA256.sig          the signature, 64 bytes
    receipts/SHA256.claims.json  what it says: hub, population, sha256, bytes, verifiedAt
    receipts/SHA256.key          which of the keys signed it
    keys/                    the hub's public keys as the station pinned them, retired ones too: PEM, and keys.jwks.json

WHOSE KEYS THESE ARE

The hub shows its keys, retired ones too, at ${hub ?? "HUB"}/api/v1/receipts/keys. Compare them with keys/keys.jwks.json,
or ask whoever runs the hub. Once you hold the right keys, this folder needs nobody: it stays true when the hub changes its
key, and when the hub is gone.
`;
