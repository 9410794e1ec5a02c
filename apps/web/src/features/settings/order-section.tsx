import type { SendOrder } from "@landfall/protocol";
import { useSettings } from "../../live/use-settings.ts";
import { Section } from "./section.tsx";

const words: Record<SendOrder, readonly [label: string, text: string]> = {
  time: ["By time", "Encounter after encounter, the earliest first."],
  covers: [
    "Covers first",
    "One photograph of every encounter, so that the hub shows all of them early; then the rest.",
  ],
  rating: [
    "By rating",
    "What carries five stars first, then four, and so on; what carries none, then what was rejected, last.",
  ],
};
const orders = Object.keys(words) as SendOrder[];

export function OrderSection() {
  const { settings, change } = useSettings();
  return (
    <Section
      title="Order"
      text="In which order a sync sends. A single encounter is sent first from the list of its manifest. A sync at work follows a change from its next pass on."
      error={change.error}
    >
      <fieldset className="orderchoices">
        <legend className="sr">Order</legend>
        {orders.map((order) => (
          <label key={order}>
            <input
              type="radio"
              name="order"
              checked={settings.order === order}
              onChange={() => change.mutate({ order })}
            />
            <span>
              <b>{words[order][0]}</b> <span className="quiet">{words[order][1]}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </Section>
  );
}
