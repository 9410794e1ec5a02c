/** A hub as its operator starts it, with a folder of its own. */
import { landfallBin, start } from "../support/process.ts";
import { newFolder } from "./folders.ts";
import { landfall } from "./processes.ts";

export interface Hub {
  readonly url: string;
  /** For population "Orcas". */
  readonly key: string;
  readonly stop: () => Promise<void>;
}

export async function startHub(options: readonly string[], env: Record<string, string>): Promise<Hub> {
  const data = await newFolder("hub");
  const program = start([landfallBin, "hub", "--data", data, "--port", "0", ...options], env);
  const [, url = ""] = await program.says(/hub listening on (\S+)/);
  const { key } = await landfall(data, "hub", "key", "create", "--name", "bench", "--population", "Orcas");
  return {
    url,
    key: key ?? "",
    stop: async () => {
      await program.stop();
    },
  };
}
