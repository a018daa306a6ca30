import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

const ROOT = new URL("../../../", import.meta.url).pathname;

export interface CommandResult {
  code: number | null;
  out: string;
  error: string;
}

/** A command that runs, and how it ended. */
export interface RunningCommand {
  child: ChildProcess;
  result: Promise<CommandResult>;
}

/** Starts the command as a process of its own, without a terminal. */
export function startCommand(
  args: string[],
  environment: Record<string, string> = {},
  command: "import" | "export" = "import",
): RunningCommand {
  const { ONHAND_ADMIN_KEY: _, ...rest } = process.env;
  const child = spawn(process.execPath, [`cli/${command}.ts`, ...args], {
    cwd: ROOT,
    env: { ...rest, ...environment },
  });
  const result: CommandResult = { code: null, out: "", error: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    result.out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    result.error += text;
  });
  return { child, result: once(child, "close").then(([code]) => ({ ...result, code })) };
}

/** Runs it, and waits for its end. */
export async function runCommand(...parameters: Parameters<typeof startCommand>): Promise<CommandResult> {
  return startCommand(...parameters).result;
}
