import { useParams } from "@tanstack/react-router";
import { CamerasPage } from "../features/cameras/cameras-page.tsx";

export function CamerasRoute() {
  const { id } = useParams({ from: "/populations/$id/cameras" });
  return <CamerasPage id={id} />;
}
