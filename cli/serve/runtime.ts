import { resolve } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import type { WorkerBundle } from "../build/bundle.ts";
import { repositoryRoot } from "../build/repository-root.ts";
import type { DataFolder } from "./data-folder.ts";
import { frontSocketBinding } from "./front-socket.ts";
import { OperatorLog } from "./operator-log.ts";
import { recordingEnvironment } from "./runtime-process.ts";
import { StartError } from "./start-error.ts";
import { withoutSignalHandlers } from "./without-signal-handlers.ts";

/** The running Worker with its objects, database and queue. */
export interface Runtime {
  readonly miniflare: Miniflare;
  /** Resolves when the runtime has died and could not be started again. */
  readonly failed: Promise<StartError>;
}

/**
 * Starts the bundled Worker on `address` ("host:port"), its data in `folder`, with `variables` added to what wrangler.toml
 * binds. With `inspectorPort` (0: any free one) a profiler can connect, which costs a little speed; default none. Rejects
 * with a {@link StartError} when the runtime does not come up. When the runtime's process dies later, miniflare starts it
 * again with the same data.
 */
export async function startRuntime(
  bundle: WorkerBundle,
  folder: DataFolder,
  address: string,
  variables: Readonly<Record<string, string>>,
  inspectorPort?: number,
): Promise<Runtime> {
  Object.assign(process.env, recordingEnvironment(folder.runtimeRecordPath));
  let fail: (error: StartError) => void = () => {};
  const failed = new Promise<StartError>((resolve) => {
    fail = resolve;
  });
  const log = new OperatorLog(() => {
    // Not every error is the end; `ready` rejects only when a restart has failed.
    miniflare.ready.catch(() => fail(new StartError("The runtime has died and could not be started again.")));
  });
  const inspector = inspectorPort === undefined ? {} : { inspectorPort };
  const options = { ...optionsOf(bundle, folder, address, variables, log), ...inspector };
  const miniflare = withoutSignalHandlers(() => new Miniflare(options));
  try {
    await miniflare.ready;
  } catch (error) {
    // It rejects with the same error again.
    await miniflare.dispose().catch(() => {});
    throw new StartError(`The runtime did not start: ${error instanceof Error ? error.message : error}`);
  }
  return { miniflare, failed };
}

function optionsOf(
  { name, scriptPath, options }: WorkerBundle,
  folder: DataFolder,
  address: string,
  variables: Readonly<Record<string, string>>,
  log: OperatorLog,
) {
  const { assets, ...worker } = options;
  const assetsName = `${name}-assets`;
  return convertV4MiniflareOptions({
    cf: false,
    log,
    logRequests: false,
    telemetry: { enabled: false },
    resourcePersistencePath: folder.storagePath,
    unsafeHandleRuntimeRestart: () => log.warn("the runtime was started again."),
    workers: [
      {
        ...worker,
        name,
        modules: true,
        scriptPath,
        rootPath: repositoryRoot,
        bindings: { ...worker.bindings, ...variables },
        unsafeBindings: [frontSocketBinding(address)],
        ...(assets?.binding === undefined ? {} : { serviceBindings: { [assets.binding]: assetsName } }),
      },
      // Static files sit in a worker of their own. On the main one they would put miniflare's asset router before every
      // request, which costs nine tenths of the throughput (1,500 instead of 13,900 health checks a second).
      ...(assets === undefined
        ? []
        : [
            {
              name: assetsName,
              compatibilityDate: worker.compatibilityDate ?? "2026-11-01",
              modules: true,
              script: "export default { fetch: () => new Response(null, { status: 404 }) };",
              // The files first: what may be seen of them has been judged by the Worker that asks.
              assets: {
                ...assets,
                directory: resolve(repositoryRoot, assets.directory),
                run_worker_first: false,
                routerConfig: { ...assets.routerConfig, invoke_user_worker_ahead_of_assets: false },
              },
            },
          ]),
    ],
  });
}
