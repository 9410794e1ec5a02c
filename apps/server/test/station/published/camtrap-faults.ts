/** What is wrong with a Camtrap DP package: its description, and its tables. */
import { packageFaults } from "./camtrap-profile.ts";
import { camtrapTables } from "./camtrap-tables.ts";
import { gridOf, tableFaults } from "./table-schema.ts";

/** @param files by name, as the package has them. Every fault in words; none when it is valid. */
export const camtrapFaults = (files: ReadonlyMap<string, string>): string[] => [
  ...packageFaults(files.get("datapackage.json")),
  ...tableFaults(
    Object.fromEntries(Object.keys(camtrapTables).map((name) => [name, gridOf(files.get(`${name}.csv`))])),
    camtrapTables,
  ),
];
