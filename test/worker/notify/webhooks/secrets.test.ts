import { describe, expect, test } from "vitest";
import {
  type KeptSecret,
  rotatedSecrets,
  toldSecrets,
  validSecrets,
} from "../../../../worker/notify/webhooks/secrets.ts";

const HOUR_MS = 3_600_000;
const now = Date.UTC(2026, 11, 1, 9);
const first: KeptSecret = { secret: "whsec_1", createdAt: 0, validUntil: null };

describe("rotating", () => {
  test("puts the new secret first, and ends the one before after the overlap", () => {
    expect(rotatedSecrets([first], "whsec_2", 24 * HOUR_MS, now)).toEqual([
      { secret: "whsec_2", createdAt: now, validUntil: null },
      { secret: "whsec_1", createdAt: 0, validUntil: now + 24 * HOUR_MS },
    ]);
  });

  test("twice within the overlap ends the oldest at once: two are valid at most", () => {
    const once = rotatedSecrets([first], "whsec_2", 24 * HOUR_MS, now);
    expect(rotatedSecrets(once, "whsec_3", 24 * HOUR_MS, now + HOUR_MS)).toEqual([
      { secret: "whsec_3", createdAt: now + HOUR_MS, validUntil: null },
      { secret: "whsec_2", createdAt: now, validUntil: now + 25 * HOUR_MS },
    ]);
  });

  test("without an overlap leaves the new one alone", () => {
    expect(rotatedSecrets([first], "whsec_2", 0, now)).toEqual([
      { secret: "whsec_2", createdAt: now, validUntil: null },
    ]);
  });

  test("drops what has ended", () => {
    const ended = { secret: "whsec_0", createdAt: 0, validUntil: now };
    const secrets = rotatedSecrets([first, ended], "whsec_2", HOUR_MS, now).map(({ secret }) => secret);
    expect(secrets).toEqual(["whsec_2", "whsec_1"]);
  });
});

test("a secret is valid until its end, and not at it", () => {
  const ending = { ...first, validUntil: now };
  expect(validSecrets([ending], now - 1)).toEqual([ending]);
  expect(validSecrets([ending], now)).toEqual([]);
  expect(toldSecrets([first, ending], now)).toEqual({
    secrets: [{ secret: "whsec_1", createdAt: "1970-01-01T00:00:00.000Z", validUntil: null }],
  });
});
