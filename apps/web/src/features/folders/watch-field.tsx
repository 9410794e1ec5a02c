/** Whether a scan's folders are looked at by themselves, and read when something new in them has been quiet for a while. */
import { isAzureFolder, type ScanJobView } from "@landfall/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { scanJobQuery } from "../../api/queries.ts";
import { station } from "../../api/station.ts";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count } from "../../ui/format.ts";

const choices = [2, 5, 10, 30, 60];
const usual = 10;

export function WatchField({ job }: { job: ScanJobView }) {
  const client = useQueryClient();
  const watch = useMutation({
    mutationFn: (watchMinutes: number | null) => station.watchScan({ params: { id: job.id }, body: { watchMinutes } }),
    onSuccess: (view) => client.setQueryData(scanJobQuery(view.id).queryKey, view),
  });
  if (job.folders.every(isAzureFolder)) return null;
  const minutes = job.watchMinutes;
  const offered = minutes === null || choices.includes(minutes) ? choices : [...choices, minutes].sort((a, b) => a - b);
  return (
    <div className="watch">
      <label className="check">
        <input
          type="checkbox"
          checked={minutes !== null}
          disabled={watch.isPending}
          onChange={(event) => watch.mutate(event.target.checked ? usual : null)}
        />
        <span>Read what is new in these folders by itself</span>
      </label>
      {minutes !== null && (
        <label className="watchminutes">
          once nothing has changed for{" "}
          <select
            className="input"
            value={minutes}
            disabled={watch.isPending}
            onChange={(event) => watch.mutate(Number(event.target.value))}
          >
            {offered.map((each) => (
              <option key={each} value={each}>
                {count(each, "minute")}
              </option>
            ))}
          </select>
        </label>
      )}
      {watch.error && <ErrorNote error={watch.error} />}
    </div>
  );
}
