import { expect, test } from "vitest";
import { freshIdempotencyKey } from "../../sdk/idempotency-key.ts";

test("a key has 192 random bits in 32 characters that a header may have", () => {
  const keys = Array.from({ length: 1_000 }, freshIdempotencyKey);
  for (const key of keys) expect(key).toMatch(/^[A-Za-z0-9_-]{32}$/);
  expect(new Set(keys).size).toBe(1_000);
  // Each place takes all 64 characters; that one is missing by chance happens once in thousands of runs, four never.
  for (let place = 0; place < 32; place += 1) {
    expect(new Set(keys.map((key) => key[place])).size).toBeGreaterThan(60);
  }
});

test("it needs nothing that only secure pages have", () => {
  const { randomUUID } = crypto;
  try {
    Object.defineProperty(crypto, "randomUUID", { value: undefined, configurable: true });
    expect(freshIdempotencyKey()).toHaveLength(32);
  } finally {
    Object.defineProperty(crypto, "randomUUID", { value: randomUUID, configurable: true });
  }
});
