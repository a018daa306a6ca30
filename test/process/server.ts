import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { killGroup, livingProcesses } from "./process-group.ts";

const repositoryRoot = resolve(import.meta.dirname, "../..");
const startScript = join(repositoryRoot, "cli/start.ts");
const deadlineMs = 50_000;

/** How to start the real `npm start` process. */
export interface ServerOptions {
  /** The data folder. */
  readonly data: string;
  /** Default 0: any that is free. */
  readonly port?: number;
  /** Added to the environment; ADMIN_KEY is not taken over from the tests' own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Start with `npm start`, as a person does, instead of the script itself; signals go to npm then. Default false. */
  readonly throughNpm?: boolean;
  /** Further command-line parameters. */
  readonly parameters?: readonly string[];
}

/** A running installation: a Node process with workerd below it, in a process group of their own. */
export interface Server {
  /** Where it answers, without a slash at the end. */
  readonly origin: string;
  readonly port: number;
  readonly adminKey: string;
  /** `fetch` of a path below the origin. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** `fetch` with the admin key and, when there is a `body`, that as JSON. */
  admin(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** All that it has printed so far, both streams. */
  output(): string;
  /** Sends the signal to the Node process only and resolves with its exit code (null: ended by a signal). */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** SIGKILL to Node and workerd at once, as a power failure; resolves when both are gone. */
  kill(): Promise<void>;
  /** SIGKILL to the Node process alone: workerd is left behind. */
  killParent(): Promise<void>;
  /** SIGKILL to workerd alone. Resolves when it is gone; the Node process starts another. */
  killRuntime(): Promise<void>;
  /** The process id of workerd. */
  runtimeId(): number;
  /** Ids of its processes that still run. */
  living(): number[];
  /** Resolves with the exit code when the Node process ends. */
  readonly exited: Promise<number | null>;
}

/** How a start ended that was expected not to come up. */
export interface FailedStart {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const groups = new Set<number>();
// No test run leaves a server behind, however it ends.
process.once("exit", () => {
  for (const group of groups) killGroup(group);
});

/** Starts an installation and resolves when it says that it runs. Rejects with all that it printed when it does not. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { child, group, text, exited } = launch(options);
  const isOver = exited.then((code) => `it ended with exit code ${code}`);
  const startedAt = performance.now();
  while (!/Admin key .*\n/.test(text())) {
    const over = await Promise.race([isOver, sleep(20, null)]);
    if (over === null && performance.now() - startedAt < deadlineMs) continue;
    killGroup(group);
    throw new Error(`Onhand did not start: ${over ?? "time is up"}.\n${text()}`);
  }
  const origin = /runs at +(http:\S+)\//.exec(text())?.[1];
  if (origin === undefined) throw new Error(`no address in:\n${text()}`);
  const adminKey = /Admin key +(onh_\S+)/.exec(text())?.[1] ?? options.env?.ADMIN_KEY ?? "";
  const runtimeId = () => Number(readFileSync(join(options.data, "runtime"), "utf8").split(" ")[0]);
  const untilGone = async (isLeft: () => boolean) => {
    while (isLeft()) await sleep(5);
  };
  return {
    origin,
    port: Number(new URL(origin).port),
    adminKey,
    fetch: (path, init) => fetch(`${origin}${path}`, init),
    admin: (method, path, body, headers) =>
      fetch(`${origin}${path}`, {
        method,
        headers: { authorization: `Bearer ${adminKey}`, "content-type": "application/json", ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    output: text,
    stop: (signal = "SIGTERM") => {
      child.kill(signal);
      return exited;
    },
    kill: async () => {
      killGroup(group);
      await exited;
      await untilGone(() => livingProcesses(group).length > 0);
    },
    killParent: async () => {
      child.kill("SIGKILL");
      await exited;
    },
    killRuntime: async () => {
      const id = runtimeId();
      process.kill(id, "SIGKILL");
      await untilGone(() => livingProcesses(group).includes(id));
    },
    runtimeId,
    living: () => livingProcesses(group),
    exited,
  };
}

/** Runs a start that is expected to refuse, and resolves with how it ended. */
export async function failToStart(options: ServerOptions): Promise<FailedStart> {
  const { group, output, exited } = launch(options);
  const timer = setTimeout(() => killGroup(group), deadlineMs);
  const exitCode = await exited;
  clearTimeout(timer);
  return { exitCode, ...output };
}

/** Sends SIGTERM as soon as the start has made `file` in the data folder, and resolves with how it ended. */
export async function interruptStart(
  options: ServerOptions,
  file: string,
): Promise<{ exitCode: number | null; living: number[] }> {
  const { child, group, exited } = launch(options);
  while (!existsSync(join(options.data, file)) && child.exitCode === null) await sleep(1);
  child.kill("SIGTERM");
  const exitCode = await exited;
  return { exitCode, living: livingProcesses(group) };
}

function launch({ data, port = 0, env = {}, throughNpm = false, parameters = [] }: ServerOptions) {
  const { ADMIN_KEY: _, ...environment } = process.env;
  const [command, ...leading] = throughNpm ? ["npm", "start", "--silent", "--"] : [process.execPath, startScript];
  const child: ChildProcess = spawn(command, [...leading, "--data", data, "--port", String(port), ...parameters], {
    cwd: repositoryRoot,
    detached: true, // A process group of its own, which can be ended as a whole.
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...environment, ...env },
  });
  const group = child.pid;
  if (group === undefined) throw new Error("the process could not be started");
  groups.add(group);
  const output = { stdout: "", stderr: "" };
  child.stdout?.on("data", (chunk: Buffer) => {
    output.stdout += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    output.stderr += chunk.toString();
  });
  // Not "close": a runtime that is left behind holds the streams open.
  const exited = new Promise<number | null>((resolve) => {
    child.once("exit", (code) => setImmediate(() => resolve(code)));
  });
  return { child, group, output, text: () => output.stdout + output.stderr, exited };
}
