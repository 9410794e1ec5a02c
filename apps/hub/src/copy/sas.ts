/** What a SAS may be for the hub to use it: for reading only, and not for long. It is taken apart and put together again. */
import { LandfallError } from "@landfall/protocol";

/** The life of a user delegation SAS at most. */
const longestLifeMs = 7 * 24 * 60 * 60_000;

/** Azure's parameters of a service, account or user delegation SAS. Nothing else gets into the address. */
const known = "sv ss srt sr sp st se spr sip skoid sktid skt ske sks skv skdutid sduoid sdd ses sig".split(" ");

const refused = (detail: string) => new LandfallError("SOURCE_NOT_ALLOWED", { detail });

/** The query to use. @throws LandfallError SOURCE_NOT_ALLOWED, SOURCE_REFUSED; says nothing of the SAS itself */
export function readOnlySas(text: string, nowMs: number): string {
  const given = new URLSearchParams(text);
  const permissions = given.get("sp");
  const endMs = Date.parse(given.get("se") ?? "");
  if (!given.get("sig") || !permissions || Number.isNaN(endMs))
    throw refused("the SAS states no permissions or no end; one with a stored policy is not taken");
  if (!/^[rl]+$/.test(permissions)) throw refused("the SAS allows more than reading and listing");
  if (endMs - nowMs > longestLifeMs) throw refused("the SAS is valid for more than seven days");
  if (endMs <= nowMs) throw new LandfallError("SOURCE_REFUSED", { detail: "the SAS has expired" });
  const query = new URLSearchParams();
  for (const name of known) for (const value of given.getAll(name).slice(0, 1)) query.set(name, value);
  return query.toString();
}
