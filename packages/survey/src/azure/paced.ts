/** A container at a pace that others share: each range waits for its turn. Lists and heads, which are small, do not. */
import type { Turn } from "../ports.ts";
import type { AzureContainer } from "./port.ts";

export const withTurns = (container: AzureContainer, turn: Turn): AzureContainer => ({
  ...container,
  read: async (blob, offset, length) => {
    await turn(length);
    return container.read(blob, offset, length);
  },
});
