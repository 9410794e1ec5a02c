import { SettingsPage } from "../features/settings/settings-page.tsx";

export const SettingsRoute = () => <SettingsPage />;
