import type { Blobs } from "../port.ts";
export declare function openAzuriteBlobs(folder: string): Promise<Blobs>;
export declare function openAzureBlobs(env: NodeJS.ProcessEnv): Promise<Blobs>;
