import { useSettings } from "../../live/use-settings.ts";
import { TransfersChoice } from "../../ui/transfers-choice.tsx";
import { Section } from "./section.tsx";

export function TransfersSection() {
  const { settings, change } = useSettings();
  return (
    <Section
      title="Images at once"
      text="How many images travel side by side. Auto finds the best number for the link, and takes fewer when they fail."
      error={change.error}
    >
      <TransfersChoice
        legend="How many"
        name="settings-transfers"
        value={settings.transfers}
        onChange={(transfers) => change.mutate({ transfers })}
      />
    </Section>
  );
}
