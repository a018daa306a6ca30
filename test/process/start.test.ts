import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { claimablePort } from "../../cli/serve/port.ts";
import type { Sku } from "../../sdk/index.ts";
import { failToStart, interruptStart, type Server, type ServerOptions, startServer } from "./server.ts";

let folder: string;
let servers: Server[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "onhand-test-"));
  servers = [];
});

afterEach(async () => {
  await Promise.all(servers.map((server) => server.kill()));
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: Partial<ServerOptions> = {}): Promise<Server> {
  const server = await startServer({ data: join(folder, "data"), ...options });
  servers.push(server);
  return server;
}

describe("a start", () => {
  it("answers /health when it says that it runs, and says where everything is", async () => {
    const server = await start();
    expect((await server.fetch("/health")).status).toBe(200);
    for (const path of ["/", "/v1", "/docs", "/openapi.json", "/health"]) {
      expect(server.output()).toContain(`${server.origin}${path}\n`);
    }
  });

  it("answers nothing before it can: who asks from the first moment on is refused a connection, and then is right", async () => {
    const port = await claimablePort("127.0.0.1", 0);
    let isUp = false;
    const starting = start({ port, env: { ADMIN_KEY: "onh_sk_given" } }).finally(() => {
      isUp = true;
    });
    const statuses = new Set<number>();
    while (!isUp) {
      const answer = await fetch(`http://127.0.0.1:${port}/v1/admin/skus`, {
        headers: { authorization: "Bearer onh_sk_given" },
      }).catch(() => null);
      if (answer !== null) statuses.add(answer.status);
      await answer?.body?.cancel();
      await sleep(1);
    }
    await starting;
    expect([...statuses]).toEqual([200]);
  });

  it("makes the data folder and an admin key of 256 random bits that only its owner can read", async () => {
    const server = await start();
    const file = join(folder, "data/admin-key");
    expect(server.adminKey).toMatch(/^onh_sk_[A-Za-z0-9_-]{43}$/);
    expect(readFileSync(file, "utf8")).toBe(`${server.adminKey}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("takes the admin key from ADMIN_KEY, and neither prints nor keeps it", async () => {
    const server = await start({ env: { ADMIN_KEY: "onh_sk_given" } });
    expect(server.output()).not.toContain("onh_sk_given");
    expect(() => statSync(join(folder, "data/admin-key"))).toThrow();
  });

  it("keeps the admin key, the database and the stock over a restart", async () => {
    const first = await start();
    expect(first.output()).toMatch(/Applied \d+ database migrations\./);
    expect((await first.admin("PUT", "/v1/admin/skus/tea", {})).status).toBe(201);
    const received = { delta: 7, reason: "received" };
    const adjusted = await first.admin("POST", "/v1/admin/skus/tea/adjust", received, { "idempotency-key": "first" });
    expect(adjusted.status).toBe(200);
    expect(await first.stop()).toBe(0);

    const second = await start();
    expect(second.adminKey).toBe(first.adminKey);
    expect(second.output()).not.toContain("Applied");
    expect(await onHandOf(second, "tea")).toBe(7);
  });

  it("serves the demonstration shop at / with its files", async () => {
    const server = await start();
    const page = await server.fetch("/");
    expect([page.status, page.headers.get("content-type")]).toEqual([200, expect.stringContaining("text/html")]);
    for (const [file, type] of [
      ["shop.js", /^text\/javascript/],
      ["shop.css", /^text\/css/],
      ["icon.svg", /^image\/svg/],
    ] as const) {
      const answer = await server.fetch(`/demo/${file}`);
      expect([file, answer.status]).toEqual([file, 200]);
      expect(answer.headers.get("content-type")).toMatch(type);
    }
  });

  it("with DEMO set to nothing has no shop: not its pages, not its files, not its routes", async () => {
    const server = await start({ env: { DEMO: "" } });
    const page = await server.fetch("/", { redirect: "manual" });
    expect([page.status, page.headers.get("location")]).toEqual([302, "/docs"]);
    const paths = [
      "/demo/shop.js",
      "/demo/shop.css",
      "/demo/icon.svg",
      "/demo/",
      "/demo/index.html",
      "/products/bud-vase",
    ];
    for (const path of [...paths, "/cart", "/orders/LOAM-0000000000000000", "/demo/skus/LOAM-BOWL"]) {
      expect([path, (await server.fetch(path)).status]).toEqual([path, 404]);
    }
    expect((await server.fetch("/demo/orders", { method: "POST" })).status).toBe(404);
    expect(await (await server.admin("GET", "/v1/admin/skus")).json()).toEqual({ items: [], nextCursor: null });
  });

  it("serves the static files of /docs through the Worker", async () => {
    const server = await start();
    const script = await server.fetch("/docs/rapidoc-min.js");
    expect(script.status).toBe(200);
    expect(script.headers.get("content-type")).toMatch(/^text\/javascript/);
  });
});

describe("a stop", () => {
  it.each(["SIGTERM", "SIGINT"] as const)("on %s exits 0 and leaves no process behind", async (signal) => {
    const server = await start();
    expect(server.living()).toHaveLength(2);
    expect(await server.stop(signal)).toBe(0);
    expect(server.living()).toEqual([]);
  });

  it("of `npm start` reaches the server through npm", async () => {
    const server = await start({ throughNpm: true });
    expect(await server.stop("SIGTERM")).toBe(0);
    expect(server.living()).toEqual([]);
  });

  it.each(["lock", "runtime"])("when the start has just made %s exits 0 and leaves no process behind", async (file) => {
    const interrupted = await interruptStart({ data: join(folder, "data") }, file);
    expect(interrupted).toEqual({ exitCode: 0, living: [] });
  });
});

describe("a start refuses, in one line and with exit code 1,", () => {
  async function refusal(options: Partial<ServerOptions>): Promise<string> {
    const { exitCode, stderr } = await failToStart({ data: join(folder, "refused"), ...options });
    expect(exitCode).toBe(1);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    return stderr.trim();
  }

  it("a port that is taken", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const address = taken.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    expect(await refusal({ port })).toBe(`Port ${port} on 127.0.0.1 is taken. Choose another one with --port.`);
    taken.close();
  });

  it("a data folder that cannot be made", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    expect(await refusal({ data: join(file, "data") })).toMatch(/^The data folder .*\/file\/data cannot be written: /);
  });

  it("a data folder that is a file", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    expect(await refusal({ data: file })).toBe(`The data folder ${file} cannot be written: it is not a folder.`);
  });

  it("a data folder in use", async () => {
    await start();
    const data = join(folder, "data");
    expect(await refusal({ data })).toBe(`Another Onhand already uses the data folder ${data}.`);
  });

  it("an address that is not this machine's", async () => {
    expect(await refusal({ parameters: ["--host", "192.0.2.1"] })).toBe(
      "192.0.2.1 is not an address of this machine. Choose another one with --host.",
    );
  });

  it.each([
    [["--colour"], "error: unknown option '--colour'"],
    [["--port", "70000"], /It is a number from 0 to 65535\.$/],
    [["--port", "1e3"], /It is a number from 0 to 65535\.$/],
    [["somewhere"], /^error: too many arguments/],
  ])("the parameters %j", async (parameters, message) => {
    expect(await refusal({ parameters })).toMatch(message);
  });
});

describe("when it is killed", () => {
  it("as a whole, the next start takes the folder over with all that was answered", async () => {
    const first = await start();
    await first.admin("PUT", "/v1/admin/skus/tea", {});
    const received = { delta: 7, reason: "received" };
    await first.admin("POST", "/v1/admin/skus/tea/adjust", received, { "idempotency-key": "first" });
    await first.kill();
    const second = await start({ port: first.port });
    expect(await onHandOf(second, "tea")).toBe(7);
  });

  it("and its runtime lives on, the next start ends that runtime first", async () => {
    const first = await start();
    await first.killParent();
    expect(first.living()).toEqual([first.runtimeId()]);
    const second = await start({ port: first.port });
    expect(first.living()).toEqual([]);
    expect((await second.fetch("/health")).status).toBe(200);
  });

  it("in its runtime only, it starts another one on the same port and says so", async () => {
    const server = await start();
    await server.killRuntime();
    await expect.poll(() => server.output(), { timeout: 20_000 }).toContain("the runtime was started again");
    expect((await server.fetch("/health")).status).toBe(200);
  });

  it("in its runtime and that cannot start again, it says so and exits 1", async () => {
    const server = await start();
    const taker = createServer();
    const taking = takePort(taker, server.port);
    await server.killRuntime();
    await taking;
    expect(await server.exited).toBe(1);
    expect(server.output()).toContain("The runtime has died and could not be started again.");
    expect(server.living()).toEqual([]);
    taker.close();
  });
});

async function onHandOf(server: Server, sku: string): Promise<number> {
  const answer = await server.admin("GET", `/v1/admin/skus/${sku}`);
  expect(answer.status).toBe(200);
  const { levels } = (await answer.json()) as Sku;
  return levels.reduce((sum, { onHand }) => sum + onHand, 0);
}

/** Takes a port at the first moment at which it is free. */
async function takePort(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  for (;;) {
    server.removeAllListeners();
    const isTaken = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => resolve(true));
    });
    if (isTaken) return;
  }
}
