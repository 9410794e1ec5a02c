/** A hub that was put back to an earlier state, found out by whatever it is asked next. */
import { LandfallError } from "@landfall/protocol";

export const isWentBack = (error: unknown): boolean => error instanceof LandfallError && error.code === "HUB_WENT_BACK";

const tries = 3;

/** Once it is found out, the same is asked anew: from then on what the hub was told counts as not told. */
export async function againIfWentBack<T>(ask: () => Promise<T>): Promise<T> {
  for (let left = tries; ; left--) {
    try {
      return await ask();
    } catch (error) {
      if (!isWentBack(error) || left === 1) throw error;
    }
  }
}
