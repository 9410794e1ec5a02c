import { useParams } from "@tanstack/react-router";
import { IndividualsPage } from "../features/individuals/individuals-page.tsx";

export function IndividualsRoute() {
  const { id } = useParams({ from: "/populations/$id/individuals" });
  return <IndividualsPage key={id} id={id} />;
}
