import type { BothValues } from "@landfall/protocol";
import { formatEventDate } from "./format.ts";
import { licenseWords } from "./words.ts";

/** A field's value as a person reads it: `15 Jul 2024`, `−123.1`, `empty`. */
export function fieldValueWords(field: BothValues["field"], value: BothValues["ours"]): string {
  if (value === null) return "empty";
  if (field === "eventDate") return formatEventDate(String(value));
  if (field === "license") return licenseWords[value as keyof typeof licenseWords];
  return typeof value === "number" ? String(value).replace("-", "−") : value;
}
