import { useSearch } from "@tanstack/react-router";
import { FoldersPage } from "../features/folders/folders-page.tsx";

export function FoldersRoute() {
  const { scan, population } = useSearch({ from: "/folders" });
  return <FoldersPage scan={scan} population={population} />;
}
