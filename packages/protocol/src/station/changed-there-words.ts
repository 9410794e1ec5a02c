/** That others have given encounters other values on the hub than this station has, in the same words wherever it is said. */

/**
 * @param images how many were delivered, and are not in their encounters on the hub any more
 * @param where `this encounter`, where it is said beside it
 * @returns null where there is nothing to say
 */
export function takenThereWords(images: number, where?: string): string | null {
  if (images === 0) return null;
  const [are, them, their] = images === 1 ? ["is", "it", "its encounter"] : ["are", "them", "their encounters"];
  const what = `${images.toLocaleString("en")} image${images === 1 ? "" : "s"} that ${images === 1 ? "was" : "were"} delivered`;
  return `${what} ${are} no longer in ${where ?? their} on the hub: another station, or a person on the hub, took ${them} out or moved ${them}. A sync leaves that so.`;
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
