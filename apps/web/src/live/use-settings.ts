import { changeSettings, type SettingsPatch, type StationSettings } from "@landfall/protocol";
import { type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import { snapshotQuery } from "../api/queries.ts";
import { station } from "../api/station.ts";
import { useSnapshot } from "./use-snapshot.ts";

export interface Settings {
  /** As they are, or as they are about to be. */
  readonly settings: StationSettings;
  readonly change: UseMutationResult<StationSettings, Error, SettingsPatch>;
}

/** What is set, and the way to change it. Each caller sees the error of its own change. */
export function useSettings(): Settings {
  const client = useQueryClient();
  const stored = useSnapshot((state) => state.settings);
  const change = useMutation<StationSettings, Error, SettingsPatch>({
    mutationFn: (body) => station.changeSettings({ body }),
    onSuccess: (settings) =>
      void client.setQueryData(snapshotQuery.queryKey, (state) => state && { ...state, settings }),
  });
  return { settings: change.isPending ? changeSettings(stored, change.variables) : stored, change };
}
