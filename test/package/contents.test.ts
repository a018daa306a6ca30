import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { repositoryRoot } from "../../cli/build/repository-root.ts";
import { writeProject } from "./consumer-project.ts";
import { importedFiles } from "./imported-files.ts";
import { runTypeScript } from "./typescript.ts";

const { files, project } = inject("packed");
const installed = join(project, "node_modules/onhand");

/** Written by hand in this form. */
const { exports } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as {
  exports: Record<string, string | { types: string; default: string }>;
};
const modules = Object.entries(exports).flatMap(([name, target]) =>
  typeof target === "string" ? [] : [{ name: name.replace(/^\./, "onhand"), ...target }],
);

/** What the served element loads itself, named by its content. */
const PART_OF_THE_ELEMENT = /^dist\/assets\/stock-availability\/[a-z-]+-[A-Z0-9]{8}\.js$/;

const isModule = (path: string) => path.endsWith(".js") && !path.startsWith("dist/assets/");

describe("the packed tarball", () => {
  let declarations: Set<string>;
  beforeAll(async () => {
    const consumer = writeProject(project, "every-export", {
      "all.ts": modules.map(({ name }) => `export type {} from "${name}";\n`).join(""),
    });
    const { stdout } = await runTypeScript("newest", consumer, ["--listFilesOnly"]);
    const listed = stdout.split("\n").map((path) => relative(installed, resolve(consumer, path)));
    declarations = new Set(listed.filter((path) => path !== "" && !path.startsWith("..")));
  });

  test("exports the client, its parts, the Worker and the element, and nothing else", () => {
    expect(Object.keys(exports)).toEqual([
      ".",
      "./webhooks",
      "./testing",
      "./worker",
      "./widget",
      "./widget/define",
      "./package.json",
    ]);
  });

  test("has no module that no export leads to", () => {
    const reachable = importedFiles(
      installed,
      modules.map((target) => target.default),
    );
    expect(reachable.size).toBeGreaterThan(modules.length);
    expect(files.filter(isModule).toSorted()).toEqual([...reachable].toSorted());
  });

  test("has no declaration that no exported type mentions", () => {
    expect(files.filter((path) => path.endsWith(".d.ts")).toSorted()).toEqual([...declarations].toSorted());
  });

  test("has nothing else but the migrations, what a deployment serves, and what says what it is", () => {
    const others = files.filter((path) => !isModule(path) && !path.endsWith(".d.ts"));
    const migrations = readdirSync(join(repositoryRoot, "worker/catalogue/migrations"));
    expect(others.filter((path) => !PART_OF_THE_ELEMENT.test(path)).toSorted()).toEqual(
      [
        "LICENSE",
        "README.md",
        "dist/assets/docs/rapidoc-min.js",
        "dist/assets/stock-availability.js",
        "package.json",
        ...migrations.map((name) => `worker/catalogue/migrations/${name}`),
      ].toSorted(),
    );
  });

  test("needs no dependency for the client", () => {
    const client = importedFiles(installed, ["dist/sdk/index.js", "dist/sdk/webhooks/index.js"]);
    const bare = [...client].flatMap((path) =>
      [...readFileSync(join(installed, path), "utf8").matchAll(/^(?:import|export) [^;]*?from "([^."][^"]*)"/gm)].map(
        ([, specifier]) => `${path}: ${specifier}`,
      ),
    );
    expect(bare).toEqual([]);
  });
});
