/** Photographers as rows and folders name them: which two may be the same person. Who they are is decided elsewhere. */
import { foldText } from "@landfall/protocol";

/** `BW, AW`, `JT+GE`, `B. Whale & A. Wave`; `Whale, B.` is one. */
export function peopleIn(text: string): string[] {
  const parts = text.split(/\s*[+&/;|\n]\s*|\s+(?:and|y|et|und|e|og)\s+/i).flatMap((part) => {
    const pieces = part.split(/\s*,\s*/).filter((piece) => piece !== "");
    // A surname with its initials behind it.
    return pieces.some((piece) => /^(?:\p{Lu}\.\s?)+$/u.test(piece)) ? [part] : pieces;
  });
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

const initialsOf = (name: string): string =>
  /^\p{Lu}{2,4}$/u.test(name.trim())
    ? name.trim().toLowerCase()
    : (name.match(/(?<![\p{L}'’-])\p{L}/gu) ?? []).join("").toLowerCase();

const isInitials = (name: string): boolean => /^\p{Lu}{2,4}$/u.test(name.trim());

export function mayBeSame(a: string, b: string): boolean {
  if (foldText(a) === foldText(b)) return true;
  // Initials are compared with the initials of a whole name, and never two whole names by theirs.
  return isInitials(a) !== isInitials(b) && initialsOf(a) === initialsOf(b);
}
