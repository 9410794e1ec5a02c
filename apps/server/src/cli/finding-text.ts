/** What was noticed of an encounter, in lines of a terminal. */
import { type EncounterRow, type PositionOffer, settledPositions, wholeFindings } from "@landfall/protocol";

type Finding = EncounterRow["findings"][number];

/** Those of images name the files that a person has to know, else how many they are. */
function describeFinding(id: EncounterRow["id"], finding: Finding): string[] {
  const { code, message, detail, count, images, hint, offers } = finding;
  const files = images.map(({ fileName }) => fileName).join(", ");
  const which = files ? `${files}: ` : wholeFindings.has(code) ? "" : `${count} × `;
  return [
    `    ${which}${[message, detail && `${detail}.`, hint].filter(Boolean).join(" ")}`,
    ...offers.map((offer) => `      ${offer.how}: ${editCommand(id, offer)}`),
    ...(code in settledPositions
      ? [`      it is not known: ${editCommand(id, { decimalLatitude: "", decimalLongitude: "" })}`]
      : []),
  ];
}

type Typed = Readonly<Record<keyof Omit<PositionOffer, "how">, number | "">>;

const editCommand = (id: string, { decimalLatitude, decimalLongitude }: Typed): string =>
  `landfall edit ${id} --set decimalLatitude=${decimalLatitude} --set decimalLongitude=${decimalLongitude}`;

/** Notes ask for nothing, and are left out, but for what is no longer here. */
export const describeFindings = ({ id, findings }: Pick<EncounterRow, "id" | "findings">): string[] =>
  findings
    .filter(({ severity, code }) => severity !== "note" || code === "DELIVERED_GONE")
    .flatMap((finding) => describeFinding(id, finding));
