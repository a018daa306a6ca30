import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { DeadLetter, Page } from "../../../sdk/index.ts";
import worker from "../../../worker/index.ts";
import { deadLetterStatements, lookAfterDeadLetters } from "../../../worker/notify/dead-letters.ts";
import { until } from "../settled.ts";
import { type Answer, request } from "../shop.ts";

// What becomes of a message that its consumer fails at: over the real queues of the runtime.

vi.setConfig({ testTimeout: 60_000 });

beforeEach(async () => {
  await env.DB.prepare("DELETE FROM dead_letter").run();
});

afterEach(() => {
  vi.restoreAllMocks();
});

const NOON = Date.UTC(2026, 11, 1, 12);
const letters = async (): Promise<DeadLetter[]> =>
  (await request<Page<DeadLetter>>("GET", "/v1/admin/dead-letters")).body.items;
const replay = (id: string): Promise<Answer<DeadLetter>> => request("POST", `/v1/admin/dead-letters/${id}/replay`);

/**
 * A consumer that fails at every message with this name, while it is told to. Without the delay between its tries, which
 * the real one has. What it was handed, by queue.
 */
function failing(name: string): { handed: string[]; mend: () => void } {
  const handed: string[] = [];
  let isBroken = true;
  const original = worker.queue.bind(worker);
  vi.spyOn(worker, "queue").mockImplementation(async (batch, ...rest) => {
    const own = batch.messages.filter(({ body }) => JSON.stringify(body).includes(name));
    handed.push(...own.map(() => batch.queue));
    if (own.length === 0 || !isBroken || batch.queue === "onhand-dead") return original(batch, ...rest);
    for (const message of batch.messages) message.retry({ delaySeconds: 0 });
  });
  return {
    handed,
    mend: () => {
      isBroken = false;
    },
  };
}

describe("a message that its consumer fails at", () => {
  test("is a dead letter after its last try, is sent again by a replay, and then done", async () => {
    const name = crypto.randomUUID();
    const { handed, mend } = failing(name);
    await env.NOTICES.send({ kind: "look", waiting: [name] });
    await until(async () => expect(await letters()).toHaveLength(1));
    // Once, and five times more.
    expect(handed).toEqual([...Array<string>(6).fill("onhand-notices"), "onhand-dead"]);
    const [letter] = await letters();
    expect(letter).toMatchObject({ kind: "message", subject: "look", replayedAt: null });
    expect(letter?.error).not.toBe("");

    // Nobody has mended it yet: the same letter, and nobody has sent it again since.
    expect((await replay(letter?.id ?? "")).body).toMatchObject({ id: letter?.id, replayedAt: expect.any(String) });
    await until(async () => expect(handed).toHaveLength(14));
    await until(async () => expect(await letters()).toMatchObject([{ id: letter?.id, replayedAt: null }]));

    mend();
    const replayed = await replay(letter?.id ?? "");
    expect(replayed.status).toBe(200);
    await until(async () => expect(handed.slice(14)).toEqual(["onhand-notices"]));
    expect(await letters()).toEqual([replayed.body]);
  });

  test("of the other queue goes back to that one", async () => {
    const name = crypto.randomUUID();
    const { handed, mend } = failing(name);
    await env.OUTBOX.send({ kind: "job", job: "tell_settings", after: name });
    await until(async () => expect(await letters()).toMatchObject([{ kind: "message", subject: "job" }]));
    mend();
    const [letter] = await letters();
    await replay(letter?.id ?? "");
    await until(async () => expect(handed.slice(7)).toEqual(["onhand-outbox"]));
  });

  test("and says what no version of the Worker knows is recorded, and cannot be sent again", async () => {
    const name = crypto.randomUUID();
    failing(name);
    await env.NOTICES.send({ name });
    await until(async () => expect(await letters()).toMatchObject([{ kind: "message", subject: "unknown" }]));
    const [letter] = await letters();
    expect((await replay(letter?.id ?? "")).status).toBe(404);
    expect(await letters()).toEqual([letter]);
  });
});

describe("what is given up", () => {
  const give = async (subject: string, error: string, atMs: number): Promise<void> => {
    await env.DB.batch(deadLetterStatements(env.DB, { kind: "delivery", subject, error }, atMs));
  };

  test("a second time is the same letter, with its newest error, and not replayed", async () => {
    await give("d-1", "502", NOON);
    await env.DB.prepare("UPDATE dead_letter SET replayed_at = ?")
      .bind(NOON + 1_000)
      .run();
    await give("d-1", "503", NOON + 2_000);
    await give("d-2", "504", NOON);
    expect(await letters()).toMatchObject([
      { kind: "delivery", subject: "d-1", error: "503", at: "2026-12-01T12:00:02.000Z", replayedAt: null },
      { kind: "delivery", subject: "d-2", error: "504", at: "2026-12-01T12:00:00.000Z", replayedAt: null },
    ]);
  });

  test("is kept with at most 500 characters of its error", async () => {
    await give("d-1", "e".repeat(500), NOON);
    await give("d-2", "e".repeat(501), NOON);
    expect((await letters()).map(({ error }) => error.length)).toEqual([500, 500]);
  });

  test("is forgotten after ninety days, and not before", async () => {
    await give("d-1", "502", NOON);
    await lookAfterDeadLetters(env, NOON + 90 * 86_400_000);
    expect(await letters()).toHaveLength(1);
    await lookAfterDeadLetters(env, NOON + 90 * 86_400_000 + 1);
    expect(await letters()).toEqual([]);
  });

  test.each([
    [1_000, 0],
    [1_001, 1],
  ])("a thousand at a time: of %i old ones %i are left", async (old, left) => {
    const subjects = JSON.stringify(Array.from({ length: old }, (_, index) => `d-${index}`));
    await env.DB.prepare(
      "INSERT INTO dead_letter (id, kind, subject, error, at) SELECT value, 'delivery', value, '', 0 FROM json_each(?)",
    )
      .bind(subjects)
      .run();
    await lookAfterDeadLetters(env, NOON);
    expect(await letters()).toHaveLength(left);
  });
});
