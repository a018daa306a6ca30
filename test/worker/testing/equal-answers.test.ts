import { createTestServer } from "onhand/testing";
import sqlite from "sql.js/dist/sql-wasm.wasm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { SCENARIOS } from "./scenarios/index.ts";
import { PlayedSide, realServer, testServer } from "./sides.ts";

// The same stories, told to the real Worker and to a test server: status, headers and bodies of all answers are equal. One
// of each for the whole file, so that what a story leaves behind is there for the next on both sides.

const START_MS = Date.UTC(2027, 0, 1);

let real: Awaited<ReturnType<typeof realServer>>;
let made: Awaited<ReturnType<typeof createTestServer>>;

beforeAll(async () => {
  vi.setSystemTime(START_MS);
  made = await createTestServer({ now: START_MS, sqlite });
  real = await realServer(START_MS);
});

beforeEach(() => {
  vi.setSystemTime(made.clock.now());
});

afterEach(() => {
  vi.useRealTimers();
});

afterAll(() => made.close());

test.each(SCENARIOS.map((scenario, number) => ({ ...scenario, number })))("$name", async ({ play, number }) => {
  const expected = new PlayedSide(real, number, START_MS);
  await play(expected);
  const answered = new PlayedSide(testServer(made), number, START_MS);
  await play(answered);
  // A story that asks nothing would be equal to any.
  expect(answered.answers.length).toBeGreaterThan(0);
  expect(answered.answers).toEqual(expected.answers);
});
