import { expect, test } from "vitest";
import { freshIdempotencyKey } from "../../../sdk/index.ts";

test("a key is three numbers of 64 random bits, in characters that a header may have", () => {
  const parts: bigint[] = [];
  for (let made = 0; made < 1_000; made += 1) {
    const key = freshIdempotencyKey();
    expect(key).toMatch(/^\d+-\d+-\d+$/);
    // What the server wants of a shopper's key (22 – 200 characters).
    expect(key.length).toBeGreaterThanOrEqual(22);
    expect(key.length).toBeLessThanOrEqual(62);
    parts.push(...key.split("-").map(BigInt));
  }
  expect(new Set(parts).size).toBe(3_000);
  for (const part of parts) expect(part < 2n ** 64n).toBe(true);
  // Each bit is set about half of the time: by chance one is outside of this once in 10^20 runs.
  for (let bit = 0n; bit < 64n; bit += 1n) {
    const set = parts.filter((part) => (part >> bit) & 1n).length;
    expect(set).toBeGreaterThan(1_200);
    expect(set).toBeLessThan(1_800);
  }
});

test("it needs nothing that only secure pages have", () => {
  const { randomUUID } = crypto;
  try {
    Object.defineProperty(crypto, "randomUUID", { value: undefined, configurable: true });
    expect(freshIdempotencyKey()).toMatch(/^\d+-\d+-\d+$/);
  } finally {
    Object.defineProperty(crypto, "randomUUID", { value: randomUUID, configurable: true });
  }
});
