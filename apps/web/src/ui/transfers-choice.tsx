/** How many images travel at once. */
import type { Transfers } from "@landfall/protocol";
import { type Segment, Segments } from "./segments.tsx";

const options: readonly Segment<Transfers>[] = [
  { value: 1, label: "1", says: "1 image at a time" },
  ...[2, 3, 4].map((value) => ({ value, label: String(value), says: `${value} images at a time` })),
  { value: "auto", label: "Auto", says: "Auto: the station finds the best number for the link" },
];

interface TransfersChoiceProps {
  readonly legend: string;
  readonly name: string;
  readonly value: Transfers;
  readonly onChange: (value: Transfers) => void;
}

export const TransfersChoice = (props: TransfersChoiceProps) => <Segments options={options} {...props} />;
