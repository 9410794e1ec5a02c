/** A check of a card, to its end. */
import type { CardCheckView, CardFile } from "@landfall/protocol";
import { expect } from "vitest";
import type { TestStation } from "./support.ts";

export async function check(
  station: TestStation,
  folder: string,
  offline = false,
): Promise<CardCheckView & { list: CardFile[]; left: CardFile[] }> {
  const { id } = await station.ask("checkCard", { body: { folder, offline } });
  const done = () => station.ask("cardCheck", { params: { id } });
  await expect.poll(async () => (await done()).state, { interval: 10, timeout: 30_000 }).not.toBe("running");
  const files = async (kind: "problems" | "junk") =>
    (await station.ask("cardCheckFiles", { params: { id }, query: { kind, after: 0, limit: 1000 } })).items;
  return { ...(await done()), list: await files("problems"), left: await files("junk") };
}
