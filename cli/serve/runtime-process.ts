import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StartError } from "./start-error.ts";

const endDeadlineMs = 5_000;

/**
 * The environment for the runtime's process: it starts through `workerd.sh`, which notes its id in `recordPath`.
 * Empty where there is no such shell; a runtime that outlives its parent must be ended by hand there.
 */
export function recordingEnvironment(recordPath: string): Record<string, string> {
  if (process.platform === "win32") return {};
  // From where miniflare sees it: its own version of workerd is the one that fits.
  const require = createRequire(createRequire(import.meta.url).resolve("miniflare"));
  const workerd: unknown = require("workerd");
  if (typeof workerd !== "object" || workerd === null || !("default" in workerd)) return {};
  return {
    MINIFLARE_WORKERD_PATH: join(import.meta.dirname, "workerd.sh"),
    ONHAND_RUNTIME: String(workerd.default),
    ONHAND_RUNTIME_RECORD: recordPath,
  };
}

/**
 * Ends the runtime that an earlier, killed start has left behind, so that two never write to one data folder. To be
 * called by the holder of the folder's lock. Resolves with true when there was one.
 */
export async function endLeftoverRuntime(recordPath: string): Promise<boolean> {
  if (!existsSync(recordPath)) return false;
  const [id, ...parameters] = readFileSync(recordPath, "utf8").trim().split(" ");
  const processId = Number(id);
  // Ids come round again. Its parameters name a port that only that runtime was given.
  const isOurs = parameters.length > 0 && commandLine(processId).endsWith(parameters.join(" "));
  const found = Number.isInteger(processId) && processId > 1 && isOurs;
  if (found) {
    process.kill(processId, "SIGKILL");
    for (let waitedMs = 0; isAlive(processId); waitedMs += 20) {
      if (waitedMs > endDeadlineMs) throw new StartError(`A runtime left behind (process ${processId}) does not end.`);
      await sleep(20);
    }
  }
  rmSync(recordPath, { force: true });
  return found;
}

/** A process's command line, or "" when there is no such process. */
function commandLine(processId: number): string {
  if (!hasProc) return askPs(processId, "args=");
  return readProc(processId, "cmdline").split("\0").join(" ").trim();
}

/**
 * Whether a process still has its files and sockets. A zombie has none, but stays for as long as its parent does not ask
 * after it; the command line, on the other hand, is gone a moment before them.
 */
function isAlive(processId: number): boolean {
  // "id (name) state …", and the name may hold brackets.
  const stat = readProc(processId, "stat");
  const state = hasProc ? stat.slice(stat.lastIndexOf(")") + 2) : askPs(processId, "stat=");
  return state !== "" && !/^[ZX]/.test(state);
}

const hasProc = existsSync("/proc/self/stat");

function readProc(processId: number, file: string): string {
  try {
    return readFileSync(`/proc/${processId}/${file}`, "utf8");
  } catch {
    return "";
  }
}

function askPs(processId: number, column: string): string {
  try {
    return execFileSync("ps", ["-o", column, "-p", String(processId)], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}
