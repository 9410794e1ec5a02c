/** The API key, in a file that only its owner may read. */
import path from "node:path";
import { z } from "zod";
import { readPrivateJson, writePrivateJson } from "../data-folder.ts";

/** The key is kept with the address it is for, so that it is never shown to another hub. */
const Secrets = z.object({ hubUrl: z.string(), key: z.string() });

const fileIn = (dataFolder: string): string => path.join(dataFolder, "secrets.json");

export function readKey(dataFolder: string, hubUrl: string): string | undefined {
  const secrets = Secrets.safeParse(readPrivateJson(fileIn(dataFolder)));
  return secrets.success && secrets.data.hubUrl === hubUrl ? secrets.data.key : undefined;
}

export const writeKey = (dataFolder: string, hubUrl: string, key: string): void =>
  writePrivateJson(fileIn(dataFolder), { hubUrl, key });
