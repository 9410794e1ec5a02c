import { bytesKind, minutesKind } from "@landfall/protocol";
import { useSettings } from "../../live/use-settings.ts";
import { SettingText } from "../../ui/setting-text.tsx";
import { Section } from "./section.tsx";

export function LimitsSection() {
  const { settings, change } = useSettings();
  const { bytes, minutes } = settings.network.budget;
  return (
    <Section
      title="Limits of one sync"
      text="When one of them is used up the sync pauses, and Resume continues with another. Each sync may have its own, beside its Sync button."
      error={change.error}
    >
      <div className="formgrid">
        <SettingText
          label="Data"
          kind={bytesKind}
          value={bytes}
          empty="No limit"
          hint="Such as 500MB; what has to be sent again counts too."
          onSave={(to) => change.mutate({ network: { budget: { bytes: to } } })}
        />
        <SettingText
          label="Time at work"
          kind={minutesKind}
          value={minutes}
          empty="No limit"
          hint="Such as 30min or 2h; pauses do not count."
          onSave={(to) => change.mutate({ network: { budget: { minutes: to } } })}
        />
      </div>
    </Section>
  );
}
