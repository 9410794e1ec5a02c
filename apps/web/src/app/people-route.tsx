import { useParams } from "@tanstack/react-router";
import { PeoplePage } from "../features/people/people-page.tsx";

export function PeopleRoute() {
  const { id } = useParams({ from: "/populations/$id/people" });
  return <PeoplePage key={id} id={id} />;
}
