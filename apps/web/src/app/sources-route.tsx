import { useParams } from "@tanstack/react-router";
import { SourcesPage } from "../features/sources/sources-page.tsx";

export function SourcesRoute() {
  const { id } = useParams({ from: "/scans/$id/sources" });
  return <SourcesPage key={id} id={id} />;
}
