/** A sync that starts when the link allows it. */
import { OpportunisticSettings, rateKind, wholeKind } from "@landfall/protocol";
import { useQuery } from "@tanstack/react-query";
import { scheduleQuery } from "../../api/queries.ts";
import { useSettings } from "../../live/use-settings.ts";
import { formatInstant } from "../../ui/format.ts";
import { SettingText } from "../../ui/setting-text.tsx";
import { Section } from "./section.tsx";

const secondsKind = wholeKind("seconds", OpportunisticSettings.shape.everySeconds);
const minutesKind = wholeKind("minutes", OpportunisticSettings.shape.coolDownMinutes);

export function UnattendedSection() {
  const { settings, change } = useSettings();
  const { opportunistic } = settings;
  const look = useQuery(scheduleQuery).data?.opportunistic;
  const set = (to: Partial<OpportunisticSettings>) => change.mutate({ opportunistic: to });
  return (
    <Section
      title="When the link allows it"
      text="With something approved to send, the station looks at the link from time to time, puts a small body on it to see how fast it is, and starts a sync where it is fast enough."
      error={change.error}
    >
      <label className="check">
        <input type="checkbox" checked={opportunistic.on} onChange={(event) => set({ on: event.target.checked })} />
        <span>Sync when the link allows it</span>
      </label>
      {opportunistic.on && look && (
        <p className="quiet">
          {look.sentence} {look.nextLookAt && `Next look ${formatInstant(look.nextLookAt)}.`}
        </p>
      )}
      <div className="formgrid">
        <SettingText
          label="Looks every"
          kind={secondsKind}
          value={opportunistic.everySeconds}
          empty="60 seconds"
          onSave={(value) => set({ everySeconds: value ?? 60 })}
        />
        <SettingText
          label="Link at least"
          kind={rateKind}
          value={opportunistic.leastRate}
          empty="256 kbit/s"
          onSave={(value) => set({ leastRate: value ?? 256_000 })}
        />
        <SettingText
          label="Then waits"
          kind={minutesKind}
          value={opportunistic.coolDownMinutes}
          empty="30 minutes"
          onSave={(value) => set({ coolDownMinutes: value ?? 30 })}
        />
      </div>
    </Section>
  );
}
