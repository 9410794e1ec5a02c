/** What the next sync of this manifest may spend, where it is to be another limit than the settings'. */
import { bytesKind, minutesKind, type RunLimits } from "@landfall/protocol";
import { useSnapshot } from "../../live/use-snapshot.ts";
import { SettingText } from "../../ui/setting-text.tsx";

interface LimitsPanelProps {
  /** Undefined: as the settings say. */
  readonly limits: RunLimits | undefined;
  readonly onChange: (limits: RunLimits) => void;
}

/** `500 MB, 30 min`; empty where nothing is limited. */
export const limitWords = ({ bytes, minutes }: RunLimits): string =>
  [bytes !== null && bytesKind.show(bytes), minutes !== null && minutesKind.show(minutes)].filter(Boolean).join(", ");

/** What holds for the next sync. */
export function useLimits(own: RunLimits | undefined): RunLimits {
  const set = useSnapshot(({ settings }) => settings.network.budget);
  return own ?? set;
}

export function LimitsPanel({ limits, onChange }: LimitsPanelProps) {
  const now = useLimits(limits);
  return (
    <section className="limits" aria-label="Limits of this sync">
      <div className="formgrid">
        <SettingText
          label="Data"
          kind={bytesKind}
          value={now.bytes}
          empty="No limit"
          hint="Such as 500MB."
          onSave={(bytes) => onChange({ ...now, bytes })}
        />
        <SettingText
          label="Time at work"
          kind={minutesKind}
          value={now.minutes}
          empty="No limit"
          hint="Such as 30min or 2h."
          onSave={(minutes) => onChange({ ...now, minutes })}
        />
      </div>
      <p className="quiet">When one is used up the sync pauses, and Resume continues with another.</p>
    </section>
  );
}
