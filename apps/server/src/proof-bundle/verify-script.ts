/** What a stranger runs: POSIX sh, sha256sum and openssl, and nothing of ours. */
export const verifyScript = `#!/bin/sh
# Checks this proof. Needs sha256sum and openssl (3.0 or newer); nothing else, and no network.
#   sh verify.sh            the receipts alone
#   sh verify.sh FOLDER     and the photographs in FOLDER, against their receipts
# Ends with 0 when everything is proven, with 1 when anything is wrong, and with 3 when nothing is wrong, but photographs
# were changed after delivery or are gone, as the station that made this knew: those are not proven to be what was signed for.
set -u
LC_ALL=C
export LC_ALL
folder=\${1:-}
if [ -n "$folder" ]; then
  folder=$(cd -- "$folder" && pwd) || exit 2
fi
cd -- "$(dirname -- "$0")" || exit 2
here=$(pwd)
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
wrong=0
receipts=0

say() {
  printf 'WRONG  %s\\n' "$1"
  wrong=$((wrong + 1))
}

# base64url, without its padding, as bytes
decode() {
  text=$(tr -d '\\n' | tr '_-' '/+')
  case $((\${#text} % 4)) in
    2) text="$text==" ;;
    3) text="$text=" ;;
  esac
  printf '%s' "$text" | openssl base64 -d -A
}

for jws in receipts/*.jws; do
  [ -f "$jws" ] || continue
  receipts=$((receipts + 1))
  base=\${jws%.jws}
  sha256=\${base#receipts/}
  key=keys/$(cat "$base.key")
  # The parts beside the receipt are the receipt's own.
  cut -d . -f 1,2 "$jws" | tr -d '\\n' >"$work/input"
  cut -d . -f 3 "$jws" | decode >"$work/signature"
  cut -d . -f 2 "$jws" | decode >"$work/claims"
  cmp -s "$work/input" "$base.input" || say "$sha256: the signing input is not the receipt's"
  cmp -s "$work/signature" "$base.sig" || say "$sha256: the signature is not the receipt's"
  cmp -s "$work/claims" "$base.claims.json" || say "$sha256: the claims are not the receipt's"
  openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$base.input" -sigfile "$base.sig" >/dev/null 2>&1 ||
    say "$sha256: the signature is not by $key"
  grep -q "\\"sha256\\":\\"$sha256\\"" "$base.claims.json" || say "$sha256: the receipt is about other bytes"
done
[ "$receipts" -gt 0 ] || say "there is no receipt"

# Every photograph that is listed has a receipt of its own.
for list in SHA256SUMS CHANGED-DELIVERED-SHA256SUMS GONE-SHA256SUMS; do
  [ -f "$list" ] || continue
  while IFS= read -r line; do
    sha256=$(printf '%s' "$line" | sed 's/^\\\\//' | cut -c 1-64)
    [ -f "receipts/$sha256.jws" ] || say "$sha256: it is listed and has no receipt"
  done <"$list"
done

# The paths of a list, without their hashes.
paths() {
  sed 's/^\\\\//' | cut -c 67-
}
# Both lists of changed photographs are of the same files, in the same order.
cat CHANGED-SHA256SUMS 2>/dev/null | paths >"$work/now"
cat CHANGED-DELIVERED-SHA256SUMS 2>/dev/null | paths >"$work/before"
cmp -s "$work/now" "$work/before" || say "CHANGED-SHA256SUMS and CHANGED-DELIVERED-SHA256SUMS are not of the same photographs"

# What sha256sum says of one line of a list: OK, FAILED, or FAILED open or read
look() {
  printf '%s\\n' "$1" >"$work/line"
  (cd -- "$folder" && sha256sum -c "$work/line" 2>/dev/null) | sed -n '$s/.*: //p'
}

same=0
changed=0
gone=0
if [ -n "$folder" ] && [ -s SHA256SUMS ]; then
  (cd -- "$folder" && sha256sum -c "$here/SHA256SUMS") >"$work/checked" 2>&1
  checked=$?
  same=$(grep -c ': OK$' "$work/checked")
  if [ "$checked" -eq 0 ]; then
    # A line that sha256sum cannot read is only warned of, and its photograph is not looked at.
    unread=$(($(wc -l <SHA256SUMS) - same))
    [ "$unread" -eq 0 ] || say "lines of SHA256SUMS that this sha256sum cannot read: $unread. Their photographs were not checked."
  else
    grep -v ': OK$' "$work/checked"
    absent=$(grep -c ': FAILED open or read$' "$work/checked")
    other=$(grep -c ': FAILED$' "$work/checked")
    [ "$other" -eq 0 ] || say "photographs with other bytes: $other, see above"
    [ "$absent" -eq 0 ] || say "photographs not found in $folder: $absent. Is it the folder that the paths in SHA256SUMS begin in?"
    [ "$((other + absent))" -gt 0 ] || say "the photographs could not be checked: see above"
  fi
fi
if [ -n "$folder" ] && [ -f CHANGED-SHA256SUMS ]; then
  while IFS= read -r now <&3 && IFS= read -r before <&4; do
    name=$(printf '%s\\n' "$now" | paths)
    if [ "$(look "$before")" = OK ]; then
      same=$((same + 1))
    elif [ "$(look "$now")" = OK ]; then
      changed=$((changed + 1))
      printf 'CHANGED  %s\\n' "$name"
    else
      say "$name: it is neither as it was delivered, nor as the station found it last"
    fi
  done 3<CHANGED-SHA256SUMS 4<CHANGED-DELIVERED-SHA256SUMS
fi
if [ -n "$folder" ] && [ -f GONE-SHA256SUMS ]; then
  while IFS= read -r line; do
    name=$(printf '%s\\n' "$line" | paths)
    case $(look "$line") in
      OK) same=$((same + 1)) ;;
      'FAILED open or read')
        gone=$((gone + 1))
        printf 'GONE     %s\\n' "$name"
        ;;
      *) say "$name: it was gone when the station looked last, and something else lies there" ;;
    esac
  done <GONE-SHA256SUMS
fi

if [ -n "$folder" ] && [ "$((same + changed + gone + wrong))" -eq 0 ]; then
  say "the photographs could not be checked: none is listed"
fi
if [ "$wrong" -gt 0 ]; then
  printf '%s\\n' "NOT PROVEN: $wrong wrong."
  exit 1
fi
if [ "$((changed + gone))" -gt 0 ]; then
  printf '%s\\n' "PROVEN: $receipts receipts, and of the photographs $same are the ones they were signed for."
  [ "$changed" -eq 0 ] ||
    printf '%s\\n' "NOT PROVEN: $changed of the photographs, named above, were changed after they were delivered, as the station knew. The hub had their bytes as they were then; that their picture is still the same is the station's word alone."
  [ "$gone" -eq 0 ] ||
    printf '%s\\n' "NOT HERE: $gone of the photographs, named above, were gone when the station looked last. The hub had their bytes."
  exit 3
fi
if [ -n "$folder" ]; then
  printf '%s\\n' "PROVEN: $receipts receipts, and the photographs are the ones they were signed for."
else
  printf '%s\\n' "The $receipts receipts are right. Name the folder of the photographs to check those too."
fi
`;
