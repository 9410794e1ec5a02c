/** That others have given encounters other values on the hub than this station has, in the same words wherever it is said. */

/**
 * @param encounters how many of them
 * @returns null where there is nothing to say
 */
export function changedThereWords(encounters: number): string | null {
  if (encounters === 0) return null;
  return encounters === 1
    ? "1 encounter has other values on the hub than here: another station, or a person on the hub, gave them."
    : `${encounters.toLocaleString("en")} encounters have other values on the hub than here: another station, or a person on the hub, gave them.`;
}
