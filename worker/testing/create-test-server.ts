import { Activity } from "./activity.ts";
import { checkedOptions } from "./options.ts";
import { MemoryWorker } from "./platform/memory-worker.ts";
import { loadSqlite } from "./platform/sqlite.ts";
import { RunningServer } from "./running-server.ts";
import { Clock } from "./test-clock.ts";
import type { TestServer, TestServerOptions } from "./test-server.ts";

const BASE_URL = "https://onhand.test";

/**
 * Makes a test server, with nothing in it and nothing else running: see `TestServer`. It takes a fraction of a second; the
 * first of a process also loads SQLite. Rejects with a TypeError that names the option which cannot be right.
 */
export async function createTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { nowMs, send, rateLimits, sqlite } = checkedOptions(options);
  const loaded = await loadSqlite(sqlite);
  const activity = new Activity();
  const clock = new Clock(nowMs, () => activity.settle());
  const adminKey = `onh_sk_${keyPart()}` as const;
  const worker = new MemoryWorker({
    clock,
    activity,
    sqlite: loaded,
    send: send ?? refuse,
    rateLimits,
    baseUrl: BASE_URL,
    adminKey,
  });
  return RunningServer.start({ worker, clock, activity, baseUrl: BASE_URL, adminKey });
}

/** Of the form of a real key, so that nothing about it is special. */
function keyPart(): string {
  const text = String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function refuse(): Promise<never> {
  throw new TypeError("A test server reaches nobody. Give createTestServer a fetch that answers");
}
