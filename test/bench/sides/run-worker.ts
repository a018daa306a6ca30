import { readFileSync } from "node:fs";
import type { Miniflare } from "miniflare";
import type { WorkerBundle } from "../../../cli/build/bundle.ts";
import { offlineEnvironment } from "../../../cli/build/run-tool.ts";
import { openDataFolder } from "../../../cli/serve/data-folder.ts";
import { claimablePort } from "../../../cli/serve/port.ts";
import { startRuntime } from "../../../cli/serve/runtime.ts";
import type { Workplace } from "./workplace.ts";

const HOST = "127.0.0.1";

/** A Worker in a workerd process of its own, its objects on disk, on a socket that nothing stands before. */
export interface RunningWorker {
  readonly host: string;
  readonly port: number;
  readonly origin: string;
  readonly miniflare: Miniflare;
  /** The process that serves. */
  readonly processId: number;
  /** May be called again. */
  stop(): Promise<void>;
}

/** How a Worker is started. `inspected`: with a socket for a profiler, which costs a little speed. */
export type RunMode = "plain" | "inspected";

/** Starts a Worker on a free port and a fresh data folder; a plain one exactly as `npm start` does. */
export async function runWorker(
  place: Workplace,
  bundle: WorkerBundle,
  variables: Readonly<Record<string, string>>,
  mode: RunMode = "plain",
): Promise<RunningWorker> {
  Object.assign(process.env, offlineEnvironment);
  const folder = openDataFolder(place.fresh(bundle.name));
  try {
    const port = await claimablePort(HOST, 0);
    const inspectorPort = mode === "inspected" ? 0 : undefined;
    const { miniflare } = await startRuntime(bundle, folder, `${HOST}:${port}`, variables, inspectorPort);
    let stopped: Promise<void> | null = null;
    return {
      host: HOST,
      port,
      origin: `http://${HOST}:${port}`,
      miniflare,
      processId: Number(readFileSync(folder.runtimeRecordPath, "utf8").split(" ")[0]),
      stop: () => {
        stopped ??= miniflare.dispose().finally(() => folder.release());
        return stopped;
      },
    };
  } catch (error) {
    folder.release();
    throw error;
  }
}
