/** What is set on this station. Every change takes effect when it is made. */
import { PageHead } from "../../ui/page-head.tsx";
import { AwakeSection } from "./awake-section.tsx";
import { LicenseSection } from "./license-section.tsx";
import { LimitsSection } from "./limits-section.tsx";
import { LinkSection } from "./link-section.tsx";
import { NetworkSection } from "./network-section.tsx";
import { OrderSection } from "./order-section.tsx";
import { PicturesSection } from "./pictures-section.tsx";
import { ProjectSection } from "./project-section.tsx";
import { ScheduleSection } from "./schedule-section.tsx";
import { TransfersSection } from "./transfers-section.tsx";
import { UnattendedSection } from "./unattended-section.tsx";
import { WeekSection } from "./week-section.tsx";
import "./settings.css";

export function SettingsPage() {
  return (
    <>
      <PageHead
        title="Settings"
        lede="They hold for this station. A change takes effect at once; the activity log keeps what it was before."
      />
      <div className="cards">
        <TransfersSection />
        <OrderSection />
        <LinkSection />
        <NetworkSection />
        <WeekSection />
        <LimitsSection />
        <ScheduleSection />
        <UnattendedSection />
        <AwakeSection />
        <LicenseSection />
        <PicturesSection />
        <ProjectSection />
      </div>
    </>
  );
}
