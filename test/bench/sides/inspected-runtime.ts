import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import type { WorkerBundle } from "../../../cli/build/bundle.ts";
import { repositoryRoot } from "../../../cli/build/repository-root.ts";
import type { DataFolder } from "../../../cli/serve/data-folder.ts";
import { frontSocketBinding } from "../../../cli/serve/front-socket.ts";
import { recordingEnvironment } from "../../../cli/serve/runtime-process.ts";

/**
 * Starts a Worker like `startRuntime`, with an inspector beside it and without static files: which functions take the
 * time is the same with it, how many requests a second are served is not.
 */
export async function startInspected(
  { name, scriptPath, options }: WorkerBundle,
  folder: DataFolder,
  address: string,
  variables: Readonly<Record<string, string>>,
): Promise<{ miniflare: Miniflare }> {
  Object.assign(process.env, recordingEnvironment(folder.runtimeRecordPath));
  const { assets: _, ...worker } = options;
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      cf: false,
      inspectorPort: 0,
      logRequests: false,
      telemetry: { enabled: false },
      resourcePersistencePath: folder.storagePath,
      workers: [
        {
          ...worker,
          name,
          modules: true,
          scriptPath,
          rootPath: repositoryRoot,
          bindings: { ...worker.bindings, ...variables },
          unsafeBindings: [frontSocketBinding(address)],
        },
      ],
    }),
  );
  await miniflare.ready;
  return { miniflare };
}
