import { Link } from "@tanstack/react-router";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHead } from "../ui/page-head.tsx";

export function NotFound() {
  return (
    <>
      <PageHead title="Not here" />
      <EmptyState title="There is no such page" text="The address may be old, or mistyped.">
        <Link className="btn primary" to="/">
          Go to Sync
        </Link>
      </EmptyState>
    </>
  );
}
