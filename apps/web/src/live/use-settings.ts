import { changeSettings, type SettingsPatch, type StationSettings } from "@landfall/protocol";
import { type UseMutationResult, useMutation, useMutationState, useQueryClient } from "@tanstack/react-query";
import { snapshotQuery } from "../api/queries.ts";
import { station } from "../api/station.ts";
import { useSnapshot } from "./use-snapshot.ts";

export interface Settings {
  /** As they are, or as they are about to be: every change that is on its way is in them, whoever made it. */
  readonly settings: StationSettings;
  readonly change: UseMutationResult<StationSettings, Error, SettingsPatch>;
}

const mutationKey = ["settings"];

/** What is set, and the way to change it. Each caller sees the error of its own change. */
export function useSettings(): Settings {
  const client = useQueryClient();
  const stored = useSnapshot((state) => state.settings);
  const onTheirWay = useMutationState({
    filters: { mutationKey, status: "pending" },
    select: ({ state }) => state.variables as SettingsPatch,
  });
  const change = useMutation<StationSettings, Error, SettingsPatch>({
    mutationKey,
    // One after the other: of two changes of one thing the later one stays.
    scope: { id: "settings" },
    mutationFn: (body) => station.changeSettings({ body }),
    onSuccess: (settings) =>
      void client.setQueryData(snapshotQuery.queryKey, (state) => state && { ...state, settings }),
  });
  return { settings: onTheirWay.reduce(changeSettings, stored), change };
}
