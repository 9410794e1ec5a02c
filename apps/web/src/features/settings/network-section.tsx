import { rateKind } from "@landfall/protocol";
import { useSettings } from "../../live/use-settings.ts";
import { SettingText } from "../../ui/setting-text.tsx";
import { Section } from "./section.tsx";

export function NetworkSection() {
  const { settings, change } = useSettings();
  const { uploadCap, downloadCap } = settings.network;
  return (
    <Section
      title="Caps"
      text="The most that all transfers together may take of the link, so that others can use it too."
      error={change.error}
    >
      <div className="formgrid">
        <SettingText
          label="Upload cap"
          kind={rateKind}
          value={uploadCap}
          empty="No cap"
          hint="Such as 2Mbit or 256kbit a second."
          onSave={(value) => change.mutate({ network: { uploadCap: value } })}
        />
        <SettingText
          label="Download cap"
          kind={rateKind}
          value={downloadCap}
          empty="No cap"
          onSave={(value) => change.mutate({ network: { downloadCap: value } })}
        />
      </div>
    </Section>
  );
}
