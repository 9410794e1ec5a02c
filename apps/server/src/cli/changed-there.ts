import { type BothValues, changedThereWords, type ManifestRow } from "@landfall/protocol";

/** What others have changed on the hub, and the command that shows it; nothing where there is none. */
export function describeChangedThere({ id, changedThere }: Pick<ManifestRow, "id" | "changedThere">): string[] {
  const words = changedThereWords(changedThere);
  return words === null ? [] : [`${words} See both: landfall plan ${id}`];
}

/** `locality: here Haro Strait, on the hub Cattle Pass` */
export const bothText = ({ field, ours, theirs }: BothValues): string =>
  `${field}: here ${ours ?? "(empty)"}, on the hub ${theirs ?? "(empty)"}`;
