import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ExportedSku, Page } from "../../../sdk/index.ts";
import { type CommandResult, type RunningCommand, runCommand, startCommand } from "../import/run-command.ts";

// What becomes of the file, whatever the server does. What is written is tested against the real one.

let folder: string;
let server: Server;
let asked: string[];
/** The answer to a path; `null`: it is refused, `"none"`: it never comes. */
let answer: (path: string) => object | "none" | null;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "onhand-export-"));
  asked = [];
  answer = answerOf;
  server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const body = answer(path);
    if (body === "none") return;
    response.writeHead(body === null ? 403 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

function page(sku: string, nextCursor: string | null): Page<ExportedSku> {
  const levels = [{ warehouse: "main", onHand: 1, held: 2, allocated: 3, planned: 4, incoming: 5 }];
  const updatedAt = "2026-11-22T09:00:00.000Z";
  return { items: [{ sku, policy: {}, levels, replenishments: [], updatedAt }], nextCursor };
}

/** Two pages of SKUs, and no product. */
function answerOf(path: string): object {
  if (path.startsWith("/v1/admin/products")) return { items: [], nextCursor: null };
  return path.includes("cursor=two") ? page("B", null) : page("A", "two");
}

function start(...args: string[]): RunningCommand {
  // Listening on a port, not on a pipe.
  const { port } = server.address() as AddressInfo;
  return startCommand([...args, "--url", `http://127.0.0.1:${port}`, "--key", "onh_sk_for_these_tests"], {}, "export");
}

function run(...args: string[]): Promise<CommandResult> {
  return start(...args).result;
}

/** SKU and on-hand figure of each line. */
function stockOf(content: string): string[] {
  return content
    .trimEnd()
    .split("\r\n")
    .map((line) => line.split(",").slice(0, 4).join(" "));
}

describe("npm run export", () => {
  it("puts out the file alone where it is given no name", async () => {
    const { code, out, error } = await run();
    expect({ code, error }).toStrictEqual({ code: 0, error: "" });
    expect(stockOf(out)).toStrictEqual(["kind sku warehouse on_hand", "stock A main 1", "stock B main 1"]);
    expect(await run("-")).toStrictEqual({ code: 0, out, error: "" });
    expect(readdirSync(folder)).toStrictEqual([]);
  });

  it("reads page after page, as large as they come", async () => {
    await run();
    expect(asked).toStrictEqual([
      "/v1/admin/export?limit=100",
      "/v1/admin/export?cursor=two&limit=100",
      "/v1/admin/products?limit=100",
    ]);
  });

  it("replaces a file as a whole, and says what it wrote", async () => {
    const path = join(folder, "stock.csv");
    writeFileSync(path, "what was there before, and is longer than one line\n".repeat(100));
    expect(await run(path)).toStrictEqual({
      code: 0,
      out: `2 SKUs and 0 products exported to ${path} (plain).\n`,
      error: "",
    });
    expect(readFileSync(path, "utf8")).toBe((await run()).out);
    expect(readdirSync(folder)).toStrictEqual(["stock.csv"]);
  });

  it("tells what is held, allocated, planned and incoming where that is asked for", async () => {
    const [header = "", first = ""] = (await run("--figures")).out.split("\r\n");
    expect(header.split(",").slice(-4)).toStrictEqual(["held", "allocated", "planned", "incoming"]);
    expect(first.split(",").slice(-4)).toStrictEqual(["2", "3", "4", "5"]);
  });
});

describe("an export that cannot go on", () => {
  it("leaves the file that was there, and nothing beside it", async () => {
    answer = (path) => (path.includes("cursor=two") ? null : answerOf(path));
    const path = join(folder, "stock.csv");
    writeFileSync(path, "before\n");
    const { code, out, error } = await run(path);
    expect({ code, out }).toStrictEqual({ code: 1, out: "" });
    expect(error).toBe(
      "The key may not do this: without a reason (403). An admin key is needed.\nNothing was written.\n",
    );
    expect(readFileSync(path, "utf8")).toBe("before\n");
    expect(readdirSync(folder)).toStrictEqual(["stock.csv"]);
  });

  it("puts out nothing of what it has read", async () => {
    answer = (path) => (path.startsWith("/v1/admin/products") ? null : answerOf(path));
    expect(await run()).toMatchObject({ code: 1, out: "" });
  });

  it("leaves nothing behind when it is told to end", async () => {
    const reached = new Promise<void>((resolve) => {
      answer = (path) => {
        if (!path.includes("cursor=two")) return answerOf(path);
        resolve();
        return "none";
      };
    });
    const { child, result } = start(join(folder, "stock.csv"));
    await reached;
    await expect.poll(() => readdirSync(folder).length).toBe(1);
    child.kill("SIGINT");
    expect((await result).code).toBeNull();
    expect(child.signalCode).toBe("SIGINT");
    expect(readdirSync(folder)).toStrictEqual([]);
  });

  it("says why a file cannot be written", async () => {
    const { code, error } = await run(join(folder, "no-such-folder", "stock.csv"));
    expect(code).toBe(1);
    expect(error).toContain("stock.csv could not be written: ENOENT");
    expect((await run(folder)).error).toBe(`${folder} is a folder.\nNothing was written.\n`);
  });

  it("says that no server is there", async () => {
    const { code, error } = await runCommand(["--url", "http://127.0.0.1:9", "--key", "k"], {}, "export");
    expect(code).toBe(1);
    expect(error).toContain("There is no answer from http://127.0.0.1:9/");
  });
});
