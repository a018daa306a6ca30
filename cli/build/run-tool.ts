import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { repositoryRoot } from "./repository-root.ts";

/** Settings that keep the Cloudflare tools to themselves: no location look-up, metrics, trace store or logs in the home folder. */
export const offlineEnvironment: Readonly<Record<string, string>> = {
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_WRITE_LOGS: "false",
  WRANGLER_HIDE_BANNER: "true",
  X_LOCAL_OBSERVABILITY: "false",
};

/** How a tool ended: its exit code (null when a signal ended it) and all that it printed, without colours. */
export interface ToolResult {
  readonly exitCode: number | null;
  readonly output: string;
}

/**
 * Runs a command of a package, which is named or is a folder, with this same Node, from the repository's root, and resolves when it has ended, however it
 * ended. Aborting the signal ends the command at once.
 */
export function runTool(
  packageName: string,
  command: string,
  parameters: readonly string[],
  signal?: AbortSignal,
): Promise<ToolResult> {
  const script = join(dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`)), command);
  const child = spawn(process.execPath, [script, ...parameters], {
    cwd: repositoryRoot,
    // The build command in wrangler.toml calls `node`: it must be this one, not an older one of the machine.
    env: {
      ...process.env,
      ...offlineEnvironment,
      PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    },
    stdio: ["ignore", "pipe", "pipe"],
    ...(signal === undefined ? {} : { signal }),
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, output: stripVTControlCharacters(output) }));
  });
}
