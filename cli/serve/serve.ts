import { join } from "node:path";
import { buildBundle, isBundleStale, readBundle } from "../build/bundle.ts";
import { repositoryRoot } from "../build/repository-root.ts";
import { offlineEnvironment } from "../build/run-tool.ts";
import { type AdminKey, adminKeyOf } from "./admin-key.ts";
import { openDataFolder } from "./data-folder.ts";
import { untilHealthy } from "./healthy.ts";
import { type MailPlace, mailPlaceOf, type NoticeEnvironment, noticeVariables } from "./notice-variables.ts";
import { claimablePort, hostAndPort, reachableHost, releasedPort } from "./port.ts";
import { readyDatabase } from "./ready-database.ts";
import { startRuntime } from "./runtime.ts";
import { endLeftoverRuntime } from "./runtime-process.ts";
import { startSchedule } from "./schedule.ts";
import { StartError } from "./start-error.ts";

/** What an installation is started with. */
export interface ServeOptions {
  /** The address to listen on. */
  readonly host: string;
  /** The port to listen on; 0 for any that is free. */
  readonly port: number;
  /** The data folder; made when it is missing. */
  readonly data: string;
  /** The admin key to use instead of the one kept in the data folder. */
  readonly adminKey: string | undefined;
  /** The header in which a proxy in front tells the client's address; without it the connection's own address counts. */
  readonly clientAddressHeader: string | undefined;
  /** Mail and what people reach, as the environment has it. */
  readonly environment: NoticeEnvironment;
  /** Told what takes time. */
  readonly onProgress: (line: string) => void;
  /** Aborted when the start is no longer wanted. */
  readonly signal: AbortSignal;
}

/** An installation that answers. */
export interface Installation {
  /** Where it answers, without a slash at the end. */
  readonly origin: string;
  readonly adminKey: AdminKey;
  readonly dataPath: string;
  /** Where mails go. */
  readonly mail: MailPlace;
  /** Resolves when it cannot go on by itself. */
  readonly failed: Promise<StartError>;
  /** Ends the runtime and gives the data folder free. */
  stop(): Promise<void>;
}

/**
 * Starts an installation and resolves when its /health answers. Rejects with a `StartError` when the port is taken, the
 * data folder cannot be used or is in use, or the Worker does not come up; nothing is left running then.
 */
export async function serve(options: ServeOptions): Promise<Installation> {
  Object.assign(process.env, offlineEnvironment);
  const folder = openDataFolder(options.data);
  // In the reverse order of taking; called once, on failure or by stop().
  const undo: (() => void | Promise<void>)[] = [folder.release];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const wasLeft = await endLeftoverRuntime(folder.runtimeRecordPath);
    if (wasLeft) options.onProgress("Ended the runtime of an Onhand that was killed.");
    const port = await (wasLeft ? releasedPort : claimablePort)(options.host, options.port);
    const adminKey = adminKeyOf(options.adminKey, folder.adminKeyPath);
    if (isBundleStale()) {
      options.onProgress("Building the Worker…");
      await build(options.signal);
    }
    const address = hostAndPort(options.host, port);
    const reachableOrigin = `http://${hostAndPort(reachableHost(options.host), port)}`;
    const notices = noticeVariables(options.environment, reachableOrigin);
    // Always set: the header that wrangler.toml names is Cloudflare's own, and here any client could send it.
    const variables = {
      ADMIN_KEY: adminKey.key,
      CLIENT_ADDRESS_HEADER: options.clientAddressHeader ?? "",
      DEMO: process.env.DEMO ?? "true",
      ...notices,
    };
    const bundle = readBundle();
    // Before anything listens: a client that asks again until it is let in is answered by tables that are there.
    const applied = await readyDatabase(bundle, folder, join(repositoryRoot, "worker/catalogue/migrations"));
    if (applied.length > 0) options.onProgress(`Applied ${applied.length} database migrations.`);
    const { miniflare, failed } = await startRuntime(bundle, folder, address, variables);
    undo.push(() => miniflare.dispose());
    await untilHealthy(reachableOrigin);
    undo.push(startSchedule(miniflare));
    const origin = `http://${address}`;
    return { origin, adminKey, dataPath: folder.path, mail: mailPlaceOf(notices, origin), failed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function build(signal: AbortSignal): Promise<void> {
  try {
    await buildBundle(signal);
  } catch (error) {
    throw new StartError(error instanceof Error ? error.message : String(error));
  }
}
