import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { CatalogueFacts } from "../../../worker/catalogue/facts.ts";

/** Facts with a clock of their own, and what was read so far. */
function facts() {
  const clock = { now: 1_000_000 };
  const reads: string[] = [];
  const cache = new CatalogueFacts(env.DB, new Map(), () => clock.now);
  const ask = (name: string): Promise<string | null> =>
    cache.remember(name, async () => {
      reads.push(name);
      return name === "nothing" ? null : `${name} at ${clock.now}`;
    });
  return { cache, clock, reads, ask };
}

test("a fact is read again when it is five seconds old", async () => {
  const { clock, reads, ask } = facts();
  expect(await ask("a")).toBe("a at 1000000");
  clock.now += 4_999;
  expect(await ask("a")).toBe("a at 1000000");
  clock.now += 1;
  expect(await ask("a")).toBe("a at 1005000");
  expect(reads).toEqual(["a", "a"]);
});

test("that there is none is remembered too", async () => {
  const { reads, ask } = facts();
  expect([await ask("nothing"), await ask("nothing")]).toEqual([null, null]);
  expect(reads).toEqual(["nothing"]);
});

test("what was written through this Worker is forgotten at once, and nothing else", async () => {
  const { cache, reads, ask } = facts();
  await ask("a");
  await ask("b");
  cache.forget("a");
  await ask("a");
  await ask("b");
  expect(reads).toEqual(["a", "b", "a"]);
});

test("a read that failed is not remembered", async () => {
  const { cache, ask } = facts();
  await expect(cache.remember("a", () => Promise.reject(new Error("no database")))).rejects.toThrow("no database");
  expect(await ask("a")).toBe("a at 1000000");
});

describe("5,000 facts are remembered", () => {
  test("and one more drops the oldest", async () => {
    const { reads, ask } = facts();
    for (let index = 0; index < 5_000; index += 1) await ask(`f${index}`);
    await ask("f0");
    expect(reads).toHaveLength(5_000);
    await ask("one more");
    await ask("f1");
    expect(reads).toHaveLength(5_001);
    await ask("f0");
    expect(reads).toHaveLength(5_002);
  });

  test("by when they were read last", async () => {
    const { clock, reads, ask } = facts();
    await ask("f0");
    for (let index = 1; index < 5_000; index += 1) await ask(`f${index}`);
    clock.now += 5_000;
    await ask("f0");
    const before = reads.length;
    await ask("one more");
    await ask("f0");
    expect(reads).toHaveLength(before + 1);
  });
});
