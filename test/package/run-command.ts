import { spawn } from "node:child_process";

/** Longest that a command may take, in milliseconds; it is ended then. */
const TIMEOUT_MS = 50_000;

/** Where and how a command runs. */
export interface CommandOptions {
  readonly folder: string;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** How a command ended that is expected to end well. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command and resolves when it has ended with exit code 0; rejects with all that it printed when it has not. */
export async function runCommand(
  command: string,
  parameters: readonly string[],
  { folder, env = {} }: CommandOptions,
): Promise<CommandResult> {
  const child = spawn(command, parameters, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: TIMEOUT_MS,
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    output.stdout += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    output.stderr += chunk.toString();
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (exitCode !== 0) {
    throw new Error(`${command} ${parameters.join(" ")}: exit code ${exitCode}\n${output.stdout}${output.stderr}`);
  }
  return output;
}
