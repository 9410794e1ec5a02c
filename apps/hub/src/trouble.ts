/** Trouble of the hub's own ends (its database, its disk) that may pass, told apart from mistakes of ours. */
import { LandfallError, systemCode, toLandfallError } from "@landfall/protocol";

const passing: readonly [RegExp, string][] = [
  [/^(EROFS|EIO|SQLITE_IOERR.*|SQLITE_READONLY.*|SQLITE_CANTOPEN)$/, "the hub's disk does not work as it should"],
  [/^(SQLITE_BUSY.*|SQLITE_LOCKED|40001|40P01|55P03)$/, "the hub's database is busy"],
  [
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|57P0\d|08\w{3}|53\w{3})$/,
    "the hub's database cannot be reached",
  ],
  [/^(28\w{3}|3D000)$/, "the hub's database does not let the hub in"],
];
/** What pg says without a code. */
const lostConnection = /timeout exceeded when trying to connect|Connection terminated/;

const diskFull = /^(ENOSPC|EDQUOT|SQLITE_FULL|53100)$/;

export const isDiskFull = (thrown: unknown): boolean => diskFull.test(systemCode(thrown) ?? "");

export function toHubError(thrown: unknown): LandfallError {
  if (thrown instanceof LandfallError) return thrown;
  if (isDiskFull(thrown)) return new LandfallError("HUB_DISK_FULL", { cause: thrown });
  const code = systemCode(thrown) ?? "";
  const detail =
    passing.find(([codes]) => codes.test(code))?.[1] ??
    (thrown instanceof Error && lostConnection.test(thrown.message)
      ? "the hub's database cannot be reached"
      : undefined);
  return detail ? new LandfallError("HUB_UNAVAILABLE", { detail, cause: thrown }) : toLandfallError(thrown);
}
