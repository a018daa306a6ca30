import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The oldest compiler that the package's types promise to work with, and the newest, which this repository uses. */
export type Compiler = "oldest" | "newest";

const require = createRequire(import.meta.url);

/** How a run of the compiler ended. */
export interface TypeScriptResult {
  readonly exitCode: number | null;
  /** Diagnostics and lists, paths relative to the project's folder. */
  readonly stdout: string;
}

/** Where the package of a compiler is. */
export function typeScriptOf(compiler: Compiler): string {
  if (compiler === "newest") return dirname(require.resolve("typescript/package.json"));
  const asked = createRequire(new URL("oldest-typescript/package.json", import.meta.url));
  return dirname(asked.resolve("typescript/package.json"));
}

/** Runs a compiler on the project in a folder, however it ends. */
export async function runTypeScript(
  compiler: Compiler,
  folder: string,
  parameters: readonly string[] = [],
): Promise<TypeScriptResult> {
  const script = join(typeScriptOf(compiler), "bin/tsc");
  const child = spawn(process.execPath, [script, "--project", folder, "--pretty", "false", ...parameters], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let stdout = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { exitCode, stdout };
}
