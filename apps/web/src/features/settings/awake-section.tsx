/** A machine that stays awake while there is something to do. */
import { useSettings } from "../../live/use-settings.ts";
import { Section } from "./section.tsx";

export function AwakeSection() {
  const { settings, change } = useSettings();
  return (
    <Section
      title="Keep awake"
      text="A machine that falls asleep sends nothing. While a sync is at work, however it was started, the station can ask the system to stay awake; the screen may still go dark."
      error={change.error}
    >
      <label className="check">
        <input
          type="checkbox"
          checked={settings.keepAwake}
          onChange={(event) => change.mutate({ keepAwake: event.target.checked })}
        />
        <span>Keep this machine awake while a sync is at work</span>
      </label>
    </Section>
  );
}
