/** How far the decoding of photographs is, while there are some left, and its pause. */
import { useQuery } from "@tanstack/react-query";
import { pictureChecksQuery } from "../../api/queries.ts";
import { useSettings } from "../../live/use-settings.ts";
import { Button } from "../../ui/button.tsx";
import { count } from "../../ui/format.ts";

export function PictureCheckLine() {
  const view = useQuery(pictureChecksQuery).data;
  const { change } = useSettings();
  if (!view?.left) return null;
  const isPaused = view.state === "paused";
  const left = count(view.left, "photograph");
  return (
    <p className="checkline quiet">
      <span>
        {isPaused
          ? `${left} not checked for damage: the check is paused.`
          : `${left} still to be checked for damage, in the background.`}
      </span>
      <Button look="link" busy={change.isPending} onClick={() => change.mutate({ checkPictures: isPaused })}>
        {isPaused ? "Check them" : "Pause"}
        <span className="sr"> (check for damage)</span>
      </Button>
    </p>
  );
}
