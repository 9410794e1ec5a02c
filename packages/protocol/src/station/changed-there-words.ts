/** That others have given encounters other values on the hub than this station has, in the same words wherever it is said. */

/**
 * @param images how many were delivered, and are not in their encounters on the hub any more
 * @returns null where there is nothing to say
 */
export function takenThereWords(images: number): string | null {
  if (images === 0) return null;
  const what =
    images === 1 ? "1 image that was delivered is" : `${images.toLocaleString("en")} images that were delivered are`;
  const them = images === 1 ? "it" : "them";
  return `${what} no longer in ${images === 1 ? "its encounter" : "their encounters"} on the hub: another station, or a person on the hub, took ${them} out or moved ${them}. A sync leaves that so.`;
}

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
