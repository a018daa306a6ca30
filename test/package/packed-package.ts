import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { buildPackage } from "../../cli/build/package.ts";
import { repositoryRoot } from "../../cli/build/repository-root.ts";
import { runCommand } from "./run-command.ts";

/** The package as it would be published, made once for all the tests of this project. */
export interface PackedPackage {
  /** Full path of the tarball. */
  readonly tarball: string;
  /** What is in it, as paths within the package. */
  readonly files: readonly string[];
  /** A project into which the tarball was installed, with nothing else but what the package depends on. */
  readonly project: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    packed: PackedPackage;
  }
}

/** What npm reports of a tarball that it made. */
interface PackReport {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/**
 * Builds the package from the sources in a temporary folder, packs it with npm and installs the tarball with npm into an
 * empty project. Needs no network: what the package depends on is copied there from this repository beforehand, so
 * that npm finds it installed.
 */
export default async function setup({ provide }: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "onhand-packed-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const { filename, files } = await pack(join(folder, "source"), folder);
    const tarball = join(folder, filename);
    const project = join(folder, "project");
    await install(tarball, project);
    provide("packed", { tarball, files: files.map(({ path }) => path), project });
    return remove;
  } catch (error) {
    remove();
    throw error;
  }
}

/** Builds away from the repository's own `dist/`, which other tests read meanwhile, and packs that. */
async function pack(source: string, target: string): Promise<PackReport> {
  mkdirSync(source);
  for (const path of ["package.json", "README.md", "LICENSE", "worker/catalogue/migrations"]) {
    cpSync(join(repositoryRoot, path), join(source, path), { recursive: true });
  }
  await buildPackage(source);
  const { stdout } = await runCommand(
    "npm",
    ["pack", "--json", "--offline", "--ignore-scripts", "--pack-destination", target],
    {
      folder: source,
    },
  );
  // npm's own report: an array, or by name in newer versions.
  const [report] = Object.values(JSON.parse(stdout) as Record<string, PackReport>);
  if (report === undefined) throw new Error(`npm packed nothing:\n${stdout}`);
  return report;
}

async function install(tarball: string, project: string): Promise<void> {
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "shop", private: true, type: "module" }));
  for (const name of dependencies()) {
    cpSync(join(repositoryRoot, "node_modules", name), join(project, "node_modules", name), { recursive: true });
  }
  await runCommand("npm", ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", tarball], {
    folder: project,
  });
}

/** What the package depends on, and what those do. Optional peers that are not installed here are left out. */
function dependencies(): Set<string> {
  const found = new Set<string>();
  const waiting = dependenciesOf(repositoryRoot);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const folder = join(repositoryRoot, "node_modules", name);
    if (found.has(name) || !existsSync(folder)) continue;
    found.add(name);
    waiting.push(...dependenciesOf(folder));
  }
  return found;
}

function dependenciesOf(folder: string): string[] {
  const manifest: { dependencies?: Record<string, string>; peerDependencies?: Record<string, string> } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  );
  return Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
}
