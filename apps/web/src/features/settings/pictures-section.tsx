/** Whether photographs are decoded in the background, to find those that are not whole. */
import { useSettings } from "../../live/use-settings.ts";
import { Section } from "./section.tsx";

export function PicturesSection() {
  const { settings, change } = useSettings();
  return (
    <Section
      title="Check photographs"
      text="Each photograph is decoded once after a scan, one at a time and at the lowest priority, to find those that are cut short or damaged before they are approved."
      error={change.error}
    >
      <label className="check">
        <input
          type="checkbox"
          checked={settings.checkPictures}
          onChange={(event) => change.mutate({ checkPictures: event.target.checked })}
        />
        <span>Check photographs in the background</span>
      </label>
    </Section>
  );
}
