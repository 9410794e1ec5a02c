import { ConnectCard } from "../features/connect/connect-card.tsx";
import { SyncPage } from "../features/sync/sync-page.tsx";

export const SyncRoute = () => <SyncPage lead={<ConnectCard />} />;
