import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import type { WorkerBundle } from "../build/bundle.ts";
import type { DataFolder } from "./data-folder.ts";
import { applyMigrations } from "./migrations.ts";
import { OperatorLog } from "./operator-log.ts";
import { recordingEnvironment } from "./runtime-process.ts";
import { StartError } from "./start-error.ts";
import { withoutSignalHandlers } from "./without-signal-handlers.ts";

/**
 * Applies the migrations of `migrationsPath` that the database in `folder` has not had, in a runtime that has the
 * database and nothing else, and that is gone when this resolves with their names. So no request is answered, no alarm
 * runs and no message is consumed by a Worker over tables that are not there yet. Costs a third of a second. Rejects
 * with a {@link StartError} when the runtime does not come up or a migration fails; those before it stay.
 */
export async function readyDatabase(
  { options: { d1Databases } }: WorkerBundle,
  folder: DataFolder,
  migrationsPath: string,
): Promise<string[]> {
  Object.assign(process.env, recordingEnvironment(folder.runtimeRecordPath));
  const options = convertV4MiniflareOptions({
    cf: false,
    log: new OperatorLog(() => {}),
    telemetry: { enabled: false },
    resourcePersistencePath: folder.storagePath,
    name: "database",
    modules: true,
    script: "export default {};",
    ...(d1Databases === undefined ? {} : { d1Databases }),
  });
  const miniflare = withoutSignalHandlers(() => new Miniflare(options));
  try {
    await miniflare.ready;
    return await applyMigrations(await miniflare.getD1Database("DB"), migrationsPath);
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(`The database did not start: ${error instanceof Error ? error.message : error}`);
  } finally {
    // It rejects once more with the error of a start that failed.
    await miniflare.dispose().catch(() => {});
  }
}
