import { type BothValues, changedThereWords, type ManifestRow, takenThereWords } from "@landfall/protocol";

/** What others have changed on the hub, and the command that shows it; nothing where there is none. */
export function describeChangedThere({
  id,
  changedThere,
  takenThere,
}: Pick<ManifestRow, "id" | "changedThere" | "takenThere">): string[] {
  const [fields, images] = [changedThereWords(changedThere), takenThereWords(takenThere)];
  return [
    ...(fields === null ? [] : [`${fields} See both: landfall plan ${id}`]),
    ...(images === null ? [] : [`${images} Which they are: landfall review ${id}`]),
  ];
}

/** `locality: here Haro Strait, on the hub Cattle Pass` */
export const bothText = ({ field, ours, theirs }: BothValues): string =>
  `${field}: here ${ours ?? "(empty)"}, on the hub ${theirs ?? "(empty)"}`;
