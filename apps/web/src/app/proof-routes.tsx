import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { ActivityPage } from "../features/activity/activity-page.tsx";
import { CardsPage } from "../features/cards/cards-page.tsx";
import { ProofPage } from "../features/report/proof-page.tsx";
import { ReportPage } from "../features/report/report-page.tsx";

export function CardsRoute() {
  const { check } = useSearch({ from: "/cards" });
  return <CardsPage check={check} />;
}

export function ReportRoute() {
  const { id } = useParams({ from: "/manifests/$id/report" });
  return <ReportPage key={id} id={id} />;
}

export function ProofRoute() {
  const { id } = useParams({ from: "/manifests/$id/proof" });
  return <ProofPage key={id} id={id} />;
}

export function ActivityRoute() {
  const search = useSearch({ from: "/activity" });
  const navigate = useNavigate({ from: "/activity" });
  return <ActivityPage {...search} onChoose={(choice) => void navigate({ search: choice, replace: true })} />;
}
