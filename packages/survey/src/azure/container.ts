/** Opens a container. The Azure client is loaded only where it is used. */
import type { AzureAccess, AzureContainer } from "./port.ts";

export async function openContainer(access: AzureAccess): Promise<AzureContainer> {
  const { openAzureContainer } = await import("./storage.ts");
  return openAzureContainer(access);
}
