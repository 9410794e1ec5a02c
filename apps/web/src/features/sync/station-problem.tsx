/** What keeps the whole station from delivering, with its own next step. */
import type { ProblemRemedy, StationProblem } from "@landfall/protocol";
import { useMutation } from "@tanstack/react-query";
import { station } from "../../api/station.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { CopyDetails } from "./problem-group.tsx";

const remedyWords: Record<ProblemRemedy, string> = {
  connect: "Enter a key",
  checkConnection: "Check again",
  tryAgain: "Try again now",
};

/** The form stands at the top of the page while there is no key that the hub takes. */
function goToConnect(): void {
  const place = document.getElementById("connect-title")?.closest("section");
  place?.scrollIntoView({ block: "start" });
  place?.querySelector<HTMLInputElement>("input[type=password], input:last-of-type")?.focus({ preventScroll: true });
}

export function StationProblemCard({ problem }: { problem: StationProblem }) {
  const { code, message, hint, detail, remedy, manifestId } = problem;
  const act = useMutation({
    mutationFn: async () => {
      if (remedy === "tryAgain" && manifestId) await station.sync({ params: { id: manifestId }, body: {} });
      else await station.checkConnection();
    },
  });
  const text = () => [`${code}: ${message}`, hint, ...(detail ? [detail] : [])].join("\n");
  return (
    <div className="problem stationproblem">
      <p>
        <b>{message}</b> {hint}
      </p>
      {detail && <p className="quiet breakable">{detail}</p>}
      <div className="flow">
        <code>{code}</code>
        <CopyDetails text={text} />
        <span className="grow" />
        <Button busy={act.isPending} onClick={() => (remedy === "connect" ? goToConnect() : act.mutate())}>
          {remedyWords[remedy]}
        </Button>
      </div>
      {act.error && <ErrorNote error={act.error} />}
    </div>
  );
}
