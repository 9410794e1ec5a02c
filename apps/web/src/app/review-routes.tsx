import { useParams, useSearch } from "@tanstack/react-router";
import { ReviewListPage } from "../features/review/review-list-page.tsx";
import { ReviewPage } from "../features/review/review-page.tsx";

export const ReviewListRoute = ReviewListPage;

export function ReviewRoute() {
  const { id } = useParams({ from: "/manifests/$id" });
  const { filter = "all" } = useSearch({ from: "/manifests/$id" });
  return <ReviewPage key={id} id={id} filter={filter} />;
}
