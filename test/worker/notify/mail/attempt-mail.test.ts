import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Deployment } from "../../../../worker/deployment.ts";
import { attemptMail, dropMailStatements, lookAfterMails, reviveMail } from "../../../../worker/notify/mail/mails.ts";
import type { MailOutcome } from "../../../../worker/notify/mail/transport.ts";
import { noticed } from "../../outbox.ts";
import { make, newMail, rowOf, transportThat, withholdNotices } from "./stage.ts";

// What becomes of a mail, attempt by attempt, with a transport that answers as it is told.

const NOW = Date.UTC(2026, 11, 1, 9);
const LATER: MailOutcome = { outcome: "retry", error: "451 Try later" };

let queued: ReturnType<typeof withholdNotices>;
let logged: unknown[][];

beforeEach(async () => {
  vi.setSystemTime(NOW);
  await env.DB.batch([env.DB.prepare("DELETE FROM mail"), env.DB.prepare("DELETE FROM dead_letter")]);
  queued = withholdNotices();
  logged = [];
  vi.spyOn(console, "error").mockImplementation((...told) => void logged.push(told));
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function made(more: Parameters<typeof newMail>[0] = {}): Promise<string> {
  const mail = newMail(more);
  await make([mail], NOW);
  return mail.id;
}

const deadLetters = async (): Promise<unknown[]> =>
  (await env.DB.prepare("SELECT kind, subject, error FROM dead_letter ORDER BY subject").all()).results;

/** An attempt whose Worker dies before it can write what came of it. */
async function cutOff(id: string, deployment: Deployment, nowMs: number): Promise<void> {
  const crash = vi.spyOn(Object.getPrototypeOf(env.DB.prepare("SELECT 1")), "run").mockImplementation(() => {
    throw new Error("The Worker is gone");
  });
  await expect(attemptMail(id, env, deployment, nowMs)).rejects.toThrow("The Worker is gone");
  crash.mockRestore();
}

describe("a mail that is taken", () => {
  test("is sent once, however often its message comes", async () => {
    const id = await made();
    const { sent, deployment } = transportThat();
    for (let times = 0; times < 3; times += 1) await attemptMail(id, env, deployment, NOW);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ id, to: "somebody@x.example", subject: "Bud vase is back in stock" });
    expect(await rowOf(id)).toMatchObject({ state: "sent", attempts: 1, doubts: 0, error: null, ended_at: NOW });
    expect(queued).toEqual([]);
  });

  test("is sent once when its messages come at the same moment", async () => {
    const id = await made();
    const { sent, deployment } = transportThat();
    await Promise.all(Array.from({ length: 5 }, () => attemptMail(id, env, deployment, NOW)));
    expect(sent).toHaveLength(1);
  });

  test("and is not there any more needs nothing", async () => {
    const { sent, deployment } = transportThat();
    await attemptMail("back/gone", env, deployment, NOW);
    expect([sent, queued]).toEqual([[], []]);
  });
});

describe("a mail that may go later", () => {
  test("is tried ten times, half a minute apart at first and twice as long each time up to an hour, and then is a dead letter", async () => {
    const id = await made();
    const { sent, deployment } = transportThat(...Array.from({ length: 10 }, () => LATER));
    let nowMs = NOW;
    for (const [tries, mostS] of [30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600].entries()) {
      await attemptMail(id, env, deployment, nowMs);
      const row = await rowOf(id);
      expect(row).toMatchObject({ state: "pending", attempts: tries + 1, error: "451 Try later" });
      const delayMs = (row?.next_at ?? 0) - nowMs;
      expect(delayMs).toBeGreaterThanOrEqual(mostS * 750);
      expect(delayMs).toBeLessThanOrEqual(mostS * 1_000);
      expect(queued.at(-1)).toEqual({ message: { kind: "mail", mail: id }, delaySeconds: Math.ceil(delayMs / 1_000) });
      nowMs += delayMs;
    }
    await attemptMail(id, env, deployment, nowMs);
    expect(sent).toHaveLength(10);
    expect(queued).toHaveLength(9);
    expect(await rowOf(id)).toMatchObject({ state: "dead", attempts: 10, error: "451 Try later", ended_at: nowMs });
    expect(await deadLetters()).toEqual([{ kind: "mail", subject: id, error: "451 Try later" }]);
    await attemptMail(id, env, deployment, nowMs + 3_600_000);
    expect(sent).toHaveLength(10);
  });

  test.each([
    [120, 120_000],
    [86_400, 86_400_000],
    [86_401, 86_400_000],
  ])("in %i s, as the other side says, is left alone for %i ms", async (afterS, delayMs) => {
    const id = await made();
    const { deployment } = transportThat({ ...LATER, afterS });
    await attemptMail(id, env, deployment, NOW);
    expect(await rowOf(id)).toMatchObject({ next_at: NOW + delayMs });
    // A queue delays by twelve hours at most; what comes too early is sent on.
    expect(queued).toEqual([expect.objectContaining({ delaySeconds: Math.min(delayMs / 1_000, 43_200) })]);
  });

  test("and whose message comes too early is sent on with the rest of its wait", async () => {
    const id = await made();
    const { sent, deployment } = transportThat({ ...LATER, afterS: 600 });
    await attemptMail(id, env, deployment, NOW);
    await attemptMail(id, env, deployment, NOW + 599_999);
    expect(sent).toHaveLength(1);
    expect(queued.map(({ delaySeconds }) => delaySeconds)).toEqual([600, 1]);
    await attemptMail(id, env, deployment, NOW + 600_000);
    expect(sent).toHaveLength(2);
    expect(await rowOf(id)).toMatchObject({ state: "sent", error: null });
  });

  test("is sent once it is replayed, with all of its tries", async () => {
    const id = await made();
    const { sent, deployment } = transportThat({ outcome: "dead", error: "554 No" }, LATER);
    await attemptMail(id, env, deployment, NOW);
    expect(await reviveMail(env, id, NOW + 5)).toBe(true);
    expect(await rowOf(id)).toMatchObject({
      state: "pending",
      attempts: 0,
      doubts: 0,
      next_at: NOW + 5,
      ended_at: null,
    });
    await attemptMail(id, env, deployment, NOW + 5);
    expect(await rowOf(id)).toMatchObject({ state: "pending", attempts: 1 });
    expect(sent).toHaveLength(2);
    expect([await reviveMail(env, id, NOW), await reviveMail(env, "back/gone", NOW)]).toEqual([false, false]);
  });

  test("because nothing that could send it is configured, is tried again", async () => {
    const id = await made();
    const { deployment } = transportThat();
    await attemptMail(id, env, { ...deployment, transportOf: () => null }, NOW);
    expect(await rowOf(id)).toMatchObject({ state: "pending", error: "Mail is not configured" });
  });

  test("because its transport throws, is tried again", async () => {
    const id = await made();
    const { deployment } = transportThat(() => Promise.reject(new Error("a bug")));
    await attemptMail(id, env, deployment, NOW);
    expect(await rowOf(id)).toMatchObject({ state: "pending", doubts: 0, error: "Error: a bug" });
  });
});

describe("a mail that will never go", () => {
  test("for its address's sake is dropped, and nobody has to look", async () => {
    const id = await made();
    const { deployment } = transportThat({ outcome: "drop", error: "550 No such user" });
    await attemptMail(id, env, deployment, NOW);
    expect(await rowOf(id)).toMatchObject({ state: "dropped", error: "550 No such user", ended_at: NOW });
    expect([await deadLetters(), queued]).toEqual([[], []]);
  });

  test("for its own sake is a dead letter at once", async () => {
    const id = await made();
    const { deployment } = transportThat({ outcome: "dead", error: "E_SENDER_NOT_VERIFIED" });
    await attemptMail(id, env, deployment, NOW);
    expect(await rowOf(id)).toMatchObject({ state: "dead" });
    expect(await deadLetters()).toEqual([{ kind: "mail", subject: id, error: "E_SENDER_NOT_VERIFIED" }]);
  });
});

describe("an attempt that is cut off after the mail was handed over", () => {
  test("is waited for a minute, and then the mail goes once more", async () => {
    const id = await made();
    const { sent, deployment } = transportThat();
    await cutOff(id, deployment, NOW);
    expect(await rowOf(id)).toMatchObject({ state: "sending", attempts: 1, next_at: NOW + 60_000 });
    await attemptMail(id, env, deployment, NOW + 59_999);
    expect(sent).toHaveLength(1);
    expect(queued).toEqual([{ message: { kind: "mail", mail: id }, delaySeconds: 1 }]);
    await attemptMail(id, env, deployment, NOW + 60_000);
    expect(sent).toHaveLength(2);
    expect(sent[1]?.headers["Message-ID"]).toBe(sent[0]?.headers["Message-ID"]);
    expect(await rowOf(id)).toMatchObject({ state: "sent", attempts: 2, doubts: 1 });
  });

  test("twice ends the mail, and says that it may have been sent", async () => {
    const id = await made();
    const { sent, deployment } = transportThat();
    await cutOff(id, deployment, NOW);
    await cutOff(id, deployment, NOW + 60_000);
    for (const laterMs of [120_000, 180_000]) await attemptMail(id, env, deployment, NOW + laterMs);
    expect(sent).toHaveLength(2);
    const error = "An attempt ended without an answer. The mail may have been sent";
    expect(await rowOf(id)).toMatchObject({ state: "dead", attempts: 2, error });
    expect(await deadLetters()).toEqual([{ kind: "mail", subject: id, error }]);
  });

  test("and its message lost, is found by the cron's round", async () => {
    const id = await made();
    const { sent, deployment } = transportThat();
    await cutOff(id, deployment, NOW);
    await lookAfterMails(env, NOW + 119_999);
    expect(queued).toEqual([]);
    await lookAfterMails(env, NOW + 120_000);
    expect(queued).toEqual([{ message: { kind: "mail", mail: id }, delaySeconds: 0 }]);
    await attemptMail(id, env, deployment, NOW + 120_000);
    expect(sent).toHaveLength(2);
  });

  test("is one of the ten tries", async () => {
    const id = await made();
    const { sent, deployment } = transportThat(...Array.from({ length: 9 }, () => LATER));
    for (let tries = 0; tries < 9; tries += 1) await attemptMail(id, env, deployment, NOW + tries * 3_600_000);
    await cutOff(id, deployment, NOW + 9 * 3_600_000);
    await attemptMail(id, env, deployment, NOW + 10 * 3_600_000);
    expect(sent).toHaveLength(10);
    expect(await rowOf(id)).toMatchObject({ state: "dead", attempts: 10 });
  });
});

describe("a transport of which nobody knows whether it has sent the mail", () => {
  const UNCERTAIN: MailOutcome = { ...LATER, uncertain: true };

  test("is asked once more, and not a third time", async () => {
    const id = await made();
    const { sent, deployment } = transportThat(UNCERTAIN, LATER, UNCERTAIN);
    for (const hours of [0, 1, 2, 3]) await attemptMail(id, env, deployment, NOW + hours * 3_600_000);
    expect(sent).toHaveLength(3);
    const error = "An attempt ended without an answer. The mail may have been sent: 451 Try later";
    expect(await rowOf(id)).toMatchObject({ state: "dead", error });
  });

  test.each([
    [29_999, "sent", 0],
    [30_000, "pending", 1],
  ])("because it takes %i ms: the mail is %s", async (ms, state, doubts) => {
    vi.useRealTimers();
    const id = await made();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { deployment } = transportThat(
      () => new Promise((resolve) => setTimeout(() => resolve({ outcome: "sent" }), ms)),
    );
    const attempted = attemptMail(id, env, deployment, NOW);
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(2));
    await vi.advanceTimersByTimeAsync(ms);
    await attempted;
    expect(await rowOf(id)).toMatchObject({ state, doubts });
  });
});

describe("a subscription that ends while its mail is on its way", () => {
  test("drops it", async () => {
    const id = await made({ subscription: "sub_1" });
    const other = await made({ subscription: "sub_2" });
    const { sent, deployment } = transportThat();
    await env.DB.batch(dropMailStatements(env.DB, ["sub_1", "sub_3"]));
    await attemptMail(id, env, deployment, NOW);
    await attemptMail(other, env, deployment, NOW);
    expect(sent.map((mail) => mail.id)).toEqual([other]);
    expect(await rowOf(id)).toMatchObject({ state: "dropped", error: "The subscription had ended", ended_at: NOW });
  });

  test.each<[string, MailOutcome, string]>([
    ["cannot call it back", { outcome: "sent" }, "sent"],
    ["keeps it from being tried again", LATER, "dropped"],
  ])("at the very moment of sending %s", async (_, outcome, state) => {
    const id = await made({ subscription: "sub_1" });
    const { deployment } = transportThat(async () => {
      await env.DB.batch(dropMailStatements(env.DB, ["sub_1"]));
      return outcome;
    });
    await attemptMail(id, env, deployment, NOW);
    expect(await rowOf(id)).toMatchObject({ state });
    expect(queued).toEqual([]);
  });
});

test("an error is kept and logged without any address", async () => {
  const id = await made({ recipient: "First.Last@x.example" });
  const error =
    "550 <First.Last@x.example> (first.last%40x.example) mailbox of First.Last unknown, ask root@mx.example";
  const { deployment } = transportThat({ outcome: "dead", error });
  await attemptMail(id, env, deployment, NOW);
  const kept = "550 <…> (…) mailbox of … unknown, ask …";
  expect(await rowOf(id)).toMatchObject({ error: kept });
  expect(await deadLetters()).toEqual([{ kind: "mail", subject: id, error: kept }]);
  expect(logged).toEqual([[`A mail (back_in_stock) is given up: ${kept}`]]);
});

test("an error is kept to 500 characters", async () => {
  const id = await made();
  const { deployment } = transportThat({ outcome: "drop", error: `4${"x".repeat(500)}` });
  await attemptMail(id, env, deployment, NOW);
  expect((await rowOf(id))?.error).toBe(`4${"x".repeat(499)}`);
});

test("a queue that repeats, reorders and fails sends each person one mail", async () => {
  const people = ["first", "second", "third", "fourth"].map((name) => newMail({ recipient: `${name}@x.example` }));
  await make(people, NOW);
  const { sent, deployment } = transportThat(LATER, LATER);
  const messages = people.map(({ id }) => ({ kind: "mail", mail: id }) as const);
  // The database is gone for a while: the batch fails as a whole and comes again.
  const broken = vi.spyOn(env.DB, "batch").mockRejectedValue(new Error("The database is gone"));
  for (const message of messages) expect(await noticed(message, deployment)).toEqual({ acked: 0, retried: 1 });
  broken.mockRestore();
  for (const hours of [0, 1]) {
    vi.setSystemTime(NOW + hours * 3_600_000);
    await Promise.all([...messages, ...messages.toReversed()].map((message) => noticed(message, deployment)));
  }
  // Two were refused at first, and went an hour later.
  expect(sent).toHaveLength(6);
  expect(new Set(sent.map(({ to }) => to)).size).toBe(4);
  const states = await Promise.all(people.map(async ({ id }) => (await rowOf(id))?.state));
  expect(states).toEqual(["sent", "sent", "sent", "sent"]);
});
