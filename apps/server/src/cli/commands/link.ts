import { LandfallError } from "@landfall/protocol";
import { defineCommand } from "../command.ts";
import { findAnsweringStation } from "../open-station.ts";

export const link = defineCommand({
  name: "link",
  summary: "A new one-time link that signs a browser in to the running station",
  usage: "",
  options: {},
  run: async ({ dataFolder, out }) => {
    const station = await findAnsweringStation(dataFolder);
    if (!station) throw new LandfallError("STATION_NOT_RUNNING", { detail: dataFolder });
    const answer = await station.client.signInLink();
    out.result(answer, [answer.url]);
    return 0;
  },
});
