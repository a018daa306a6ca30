import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { unstable_readConfig } from "wrangler";
import { deployedAssets } from "../../cli/build/assets.ts";
import { repositoryRoot } from "../../cli/build/repository-root.ts";

const config = unstable_readConfig({ config: join(repositoryRoot, "wrangler.toml") });

/** Runs the build command of wrangler.toml as a deployment does. */
function build(demo: string): void {
  const [command, ...parameters] = config.build.command?.split(" ") ?? [];
  expect(command).toBe("node");
  const env = { ...process.env, DEMO: demo };
  execFileSync(process.execPath, parameters, { cwd: repositoryRoot, env, stdio: "pipe" });
}

describe("the files of a deployment", () => {
  it("are without the demonstration shop, also when it was there before", () => {
    const shop = join(deployedAssets, "demo");
    mkdirSync(shop, { recursive: true });
    writeFileSync(join(shop, "shop.js"), "");
    build("");
    expect(existsSync(shop)).toBe(false);
    expect(existsSync(join(deployedAssets, "docs/rapidoc-min.js"))).toBe(true);
  });

  it("have the shop where DEMO=true says so", () => {
    build("true");
    expect(readdirSync(join(deployedAssets, "demo")).toSorted()).toEqual(["icon.svg", "shop.css", "shop.js"]);
    build("");
    expect(existsSync(join(deployedAssets, "demo"))).toBe(false);
  });

  it("are all handed over by the Worker, none beside it", () => {
    expect(config.assets?.run_worker_first).toBe(true);
  });
});
