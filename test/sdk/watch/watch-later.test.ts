import { expect, test } from "vitest";
import { createTransport, isNetworkError, type Transport } from "../../../sdk/index.ts";
import { watchLater } from "../../../sdk/watch/watch-later.ts";
import { BASE } from "../clients.ts";
import { FakeEnvironment } from "../fake-environment.ts";
import { answering, line } from "../line.ts";

// The code of `watch` comes when it is used first. How that goes wrong: a deployment took the old files away, or the
// connection is lost. Here what it begins with is counted, and fails, instead of the loading itself, which no two runtimes
// let a test reach in the same way.

/** A transport that watching begins with. */
function begun({ failing }: { failing: number }): { transport: Transport; begins: () => number } {
  const { fetch } = line([], answering(200, { items: [{ sku: "MUG" }], unknown: [] }));
  const { environment, send } = createTransport({ baseUrl: BASE, fetch, environment: new FakeEnvironment() });
  let begins = 0;
  const transport: Transport = {
    send,
    get environment() {
      begins += 1;
      if (begins <= failing) throw new TypeError("error loading dynamically imported module");
      return environment;
    },
  };
  return { transport, begins: () => begins };
}

/** The first view. */
async function first(watch: ReturnType<typeof watchLater>): Promise<string | null> {
  for await (const { sku } of watch(["MUG"])) return sku;
  return null;
}

test("watching begins with the first who takes, once, and is shared", async () => {
  const { transport, begins } = begun({ failing: 0 });
  const watch = watchLater(transport, undefined);
  watch(["MUG"]);
  expect(begins()).toBe(0);
  expect(await Promise.all([first(watch), first(watch)])).toEqual(["MUG", "MUG"]);
  expect(await first(watch)).toBe("MUG");
  expect(begins()).toBe(1);
});

test("a beginning that failed is a NetworkError to all who wait for it, and tried again by the next", async () => {
  const { transport, begins } = begun({ failing: 1 });
  const watch = watchLater(transport, undefined);
  const failed = await Promise.all([first(watch), first(watch)].map((call) => call.catch((error: unknown) => error)));
  expect(failed.map(isNetworkError)).toEqual([true, true]);
  expect(failed).toMatchObject(Array(2).fill({ retryable: true, cause: { name: "TypeError" } }));
  expect(await first(watch)).toBe("MUG");
  expect(begins()).toBe(2);
});
