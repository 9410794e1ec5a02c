import { License } from "@landfall/protocol";
import type { SelectHTMLAttributes } from "react";
import { licenseWords } from "./words.ts";

/** `""` stands for no choice. */
export function LicenseSelect({ empty, ...rest }: SelectHTMLAttributes<HTMLSelectElement> & { empty: string }) {
  return (
    <select {...rest}>
      <option value="">{empty}</option>
      {License.options.map((license) => (
        <option key={license} value={license}>
          {licenseWords[license]}
        </option>
      ))}
    </select>
  );
}
