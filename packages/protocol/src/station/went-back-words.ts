/** That the hub was put back to an earlier state, in the same words wherever it is said. */

const wentBack = "The hub was put back to an earlier state";

/**
 * @param encounters how many it may have forgotten something of
 * @returns null where there is nothing to say
 */
export function toTellAgainWords(encounters: number): string | null {
  if (encounters === 0) return null;
  const of = encounters === 1 ? "1 encounter" : `${encounters.toLocaleString("en")} encounters`;
  return `${wentBack}: what it may have forgotten of ${of}, also what is kept from others, the next sync tells it again.`;
}

export const toldAgainWords = `${wentBack}: what it had forgotten of this manifest was told again.`;
