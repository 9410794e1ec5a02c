/** A credential for Azure containers, from where no process list and no shell history shows it. */
import { text } from "node:stream/consumers";
import type { AzureCredential } from "@landfall/protocol";
import { UsageError } from "./usage-error.ts";

interface Values {
  readonly "azure-sas"?: string | undefined;
  readonly "azure-connection-string"?: string | undefined;
  readonly "azure-identity"?: boolean | undefined;
}

/** Given as `-` it is read from standard input. Says nothing of what was given instead: it may be the secret. */
async function readSecret(option: string, given: string | undefined, variable: string): Promise<string | undefined> {
  if (given === undefined) return process.env[variable]?.trim() || undefined;
  if (given !== "-") throw new UsageError(`--${option} - reads it from standard input; or set ${variable}`);
  const secret = (await text(process.stdin)).trim();
  if (!secret) throw new UsageError(`nothing came on standard input for --${option}`);
  return secret;
}

/** Undefined where none is given: the station then uses the one it has kept for the container. */
export async function readAzureCredential(values: Values): Promise<AzureCredential | undefined> {
  if (values["azure-identity"]) return { kind: "identity" };
  const sas = await readSecret("azure-sas", values["azure-sas"], "LANDFALL_SOURCE_SAS");
  if (sas) return { kind: "sas", sas: sas.slice(sas.indexOf("?") + 1) };
  const option = "azure-connection-string";
  const connectionString = await readSecret(option, values[option], "LANDFALL_SOURCE_CONNECTION_STRING");
  return connectionString ? { kind: "connectionString", connectionString } : undefined;
}
