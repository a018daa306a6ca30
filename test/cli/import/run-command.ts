import { spawn } from "node:child_process";
import { once } from "node:events";

const ROOT = new URL("../../../", import.meta.url).pathname;

export interface CommandResult {
  code: number | null;
  out: string;
  error: string;
}

/** Runs the command as a process of its own, without a terminal, and waits for its end. */
export async function runCommand(args: string[], environment: Record<string, string> = {}): Promise<CommandResult> {
  const { ONHAND_ADMIN_KEY: _, ...rest } = process.env;
  const child = spawn(process.execPath, ["cli/import.ts", ...args], { cwd: ROOT, env: { ...rest, ...environment } });
  const result: CommandResult = { code: null, out: "", error: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    result.out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    result.error += text;
  });
  [result.code] = await once(child, "close");
  return result;
}
