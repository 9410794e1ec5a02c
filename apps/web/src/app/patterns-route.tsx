import { useParams } from "@tanstack/react-router";
import { PatternsPage } from "../features/patterns/patterns-page.tsx";

export function PatternsRoute() {
  const { id } = useParams({ from: "/scans/$id/pattern" });
  return <PatternsPage key={id} id={id} />;
}
