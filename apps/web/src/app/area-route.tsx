import { useParams } from "@tanstack/react-router";
import { AreaPage } from "../features/area/area-page.tsx";

export function AreaRoute() {
  const { id } = useParams({ from: "/populations/$id/area" });
  return <AreaPage id={id} />;
}
