/** What was noticed of an encounter, in lines of a terminal. */
import {
  type EncounterRow,
  otherCredits,
  type PositionOffer,
  settledPositions,
  wholeFindings,
} from "@landfall/protocol";

type Finding = EncounterRow["findings"][number];

/** Those of images name the files that a person has to know, else how many they are. */
function describeFinding({ id, provenance }: Pick<EncounterRow, "id" | "provenance">, finding: Finding): string[] {
  const { code, message, detail, count, images, hint, offers } = finding;
  const files = images.map(({ fileName }) => fileName).join(", ");
  const which = files ? `${files}: ` : wholeFindings.has(code) ? "" : `${count} × `;
  return [
    `    ${which}${[message, detail && `${detail}.`, hint].filter(Boolean).join(" ")}`,
    ...offers.map((offer) => `      ${offer.how}: ${editCommand(id, offer)}`),
    ...(code in settledPositions
      ? [`      it is not known: ${editCommand(id, { decimalLatitude: "", decimalLongitude: "" })}`]
      : []),
    ...(code === "PHOTOGRAPHER_DIFFERS"
      ? otherCredits(provenance).map(
          (name) => `      it was ${name}: landfall edit ${id} --set recordedBy=${JSON.stringify(name)}`,
        )
      : []),
  ];
}

type Typed = Readonly<Record<keyof Omit<PositionOffer, "how">, number | "">>;

const editCommand = (id: string, { decimalLatitude, decimalLongitude }: Typed): string =>
  `landfall edit ${id} --set decimalLatitude=${decimalLatitude} --set decimalLongitude=${decimalLongitude}`;

/** Notes ask for nothing, and are left out, but for what is no longer here, or elsewhere too, or has come from there. */
const toldNotes: ReadonlySet<string> = new Set(["DELIVERED_GONE", "IN_OTHER_ENCOUNTER", "EMBARGO_CAME"]);

export const describeFindings = (row: Pick<EncounterRow, "id" | "findings" | "provenance">): string[] =>
  row.findings
    .filter(({ severity, code }) => severity !== "note" || toldNotes.has(code))
    .flatMap((finding) => describeFinding(row, finding));
