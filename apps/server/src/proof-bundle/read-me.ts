/** What stands in the folder, and the exact commands, for whoever is given it. */

export interface ReadMe {
  readonly title: string;
  readonly hub: string | null;
  readonly madeAt: string;
  readonly receipts: number;
  readonly files: number;
  /** Files that the station knows to have other bytes than were delivered, and those it knows to be gone. */
  readonly changed: number;
  readonly gone: number;
  /** Where the paths in SHA256SUMS begin, on the machine that made this. */
  readonly begin: string;
  /** Images of the manifest that have no valid receipt. */
  readonly unproven: number;
  /** An image to show the commands with. */
  readonly example: { readonly sha256: string; readonly key: string };
}

const whatChanged = `    CHANGED-SHA256SUMS           photographs that were changed after delivery: as the station found them last
    CHANGED-DELIVERED-SHA256SUMS the same ones: as they were delivered, and as their receipts say
`;
const whatGone = `    GONE-SHA256SUMS              photographs that were delivered, and were not there any more when the station looked
`;

const aboutChanged = (files: number): string =>
  files === 0
    ? ""
    : `
${files === 1 ? "1 file was" : `${files} files were`} changed after delivery, as listed in CHANGED-SHA256SUMS. PROVEN is that the hub had
the bytes of before. NOT PROVEN is anything about these files as they are now: that only their metadata was changed, and
the picture is the same, is the word of the station that made this.`;

const aboutGone = (files: number): string =>
  files === 0
    ? ""
    : `
${files === 1 ? "1 file was" : `${files} files were`} gone when the station looked last, as listed in GONE-SHA256SUMS. PROVEN is that the hub had
their bytes.`;

export const readMe = ({
  title,
  hub,
  madeAt,
  receipts,
  files,
  changed,
  gone,
  begin,
  unproven,
  example,
}: ReadMe): string => `PROOF OF DELIVERY

${title}
Hub:  ${hub ?? "unknown"}
Made: ${madeAt}
${receipts} receipts for ${files} files.${unproven > 0 ? `\n${unproven} images have no receipt and are NOT proven: see NOT-PROVEN.txt.` : ""}${aboutChanged(changed)}${aboutGone(gone)}

A receipt is the hub's signed statement that it had read back an image with this SHA-256 and this many bytes from its
store. This folder is checked with sha256sum and openssl (3.0 or newer) alone.

ALL AT ONCE

    sh verify.sh                the receipts
    sh verify.sh FOLDER         the receipts, and the photographs in FOLDER

It ends with 0 when everything is proven, with 1 when anything is wrong, and with 3 when nothing is wrong and yet not every
photograph in FOLDER is proven, since some were changed after delivery or are gone, as the station knew.

FOLDER is the folder that the paths in SHA256SUMS begin in. Where this was made, it was ${JSON.stringify(begin)}.

BY HAND, FOR ONE IMAGE

    cd FOLDER && sha256sum --check SHA256SUMS      (with the path to this folder's SHA256SUMS)
    openssl pkeyutl -verify -pubin -inkey keys/${example.key} -rawin \\
      -in receipts/${example.sha256}.input -sigfile receipts/${example.sha256}.sig
    cut -d . -f 2 receipts/${example.sha256}.jws     (the claims in base64url; decoded: .claims.json)

WHAT IS HERE

    SHA256SUMS                   the photographs' hashes and paths
${changed > 0 ? whatChanged : ""}${gone > 0 ? whatGone : ""}    CLAIMS.txt                   what the hub signed for each, to read
    receipts/SHA256.jws          the receipt as the hub gave it: a JWS (RFC 7515), EdDSA over Ed25519
    receipts/SHA256.input        the bytes that are signed
    receipts/SHA256.sig          the signature, 64 bytes
    receipts/SHA256.claims.json  what it says: hub, population, sha256, bytes, verifiedAt
    receipts/SHA256.key          which of the keys signed it
    keys/                        the hub's public keys as the station pinned them, retired ones too: PEM, and keys.jwks.json

WHOSE KEYS THESE ARE

The hub shows its keys, retired ones too, at ${hub ?? "HUB"}/api/v1/receipts/keys. Compare them with keys/keys.jwks.json,
or ask whoever runs the hub. Once you hold the right keys, this folder needs nobody: it stays true when the hub changes its
key, and when the hub is gone.
`;
