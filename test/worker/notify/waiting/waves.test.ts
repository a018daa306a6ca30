import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DEFAULT_DEPLOYMENT } from "../../../../worker/deployment.ts";
import type { NoticeMessage } from "../../../../worker/notify/notice-message.ts";
import { lookAfterWaiting, lookAt } from "../../../../worker/notify/waiting/waiting.ts";
import { noticed } from "../../outbox.ts";
import { hold, receive, request, stocked } from "../../shop.ts";
import { beforeBatch } from "./before-batch.ts";
import { inState, look, mailed, rowOf, upTo, type Waiters, waiters } from "./subscribers.ts";

// Who is told in which wave. The queue is kept still: what is looked at, and when, is said here. A minute settles, a unit
// is three mails, and from wave to wave it is an hour.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What was sent to the queue of notices, with its delay. */
let sent: { body: NoticeMessage; delaySeconds: number }[];

beforeEach(() => {
  sent = [];
  const queues = Object.getPrototypeOf(env.NOTICES) as Queue<NoticeMessage>;
  vi.spyOn(queues, "sendBatch").mockImplementation(async (messages) => {
    for (const { body, delaySeconds = 0 } of messages) sent.push({ body, delaySeconds });
    return { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
  });
  vi.useFakeTimers({ toFake: ["Date"] });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const mailsSent = (): string[] => sent.flatMap(({ body }) => (body.kind === "mail" ? [body.mail] : []));
const looksSent = ({ waiting }: Waiters): number[] =>
  sent.flatMap(({ body, delaySeconds }) =>
    body.kind === "look" && body.waiting.includes(waiting) ? [delaySeconds] : [],
  );

/** The clock goes on, and they are looked at. */
async function lookAfter(people: Waiters, ms: number): Promise<void> {
  vi.setSystemTime(Date.now() + ms);
  await look(people);
}

describe("a thousand people who wait, and three units", () => {
  test("are nine mails, to those who have waited longest, and nine more an hour later while they last", async () => {
    const sku = await stocked(0);
    const people = await waiters(1_000, { sku });
    await look(people);
    expect(await rowOf(people)).toMatchObject({ since: null, wave_at: null });
    await receive(sku, 3);
    await look(people);
    expect(looksSent(people)).toEqual([60]);
    await lookAfter(people, MINUTE - 1);
    expect(await mailed(people)).toEqual([]);
    await lookAfter(people, 1);
    expect(await mailed(people)).toEqual(upTo(9));
    expect(await inState(people, "notified")).toEqual(upTo(9));
    expect(mailsSent()).toHaveLength(9);
    expect(looksSent(people)).toEqual([60, 3_600]);
    await lookAfter(people, HOUR - 1);
    expect(await mailed(people)).toEqual(upTo(9));
    await lookAfter(people, 1);
    expect(await mailed(people)).toEqual(upTo(18));
    expect(mailsSent()).toHaveLength(18);
    // Two have been sold meanwhile.
    await hold([{ sku, quantity: 2 }], { ttlSeconds: 24 * 3_600 });
    await lookAfter(people, HOUR);
    expect(await mailed(people)).toEqual(upTo(21));
  });

  test("are no further mails once it is sold out in between, and then settle anew", async () => {
    const sku = await stocked(3);
    const people = await waiters(1_000, { sku });
    await look(people);
    await lookAfter(people, MINUTE);
    expect(await mailed(people)).toEqual(upTo(9));
    await receive(sku, -3);
    await lookAfter(people, HOUR);
    expect([await mailed(people), await rowOf(people)]).toMatchObject([upTo(9), { since: null, wave_at: null }]);
    await receive(sku, 1);
    await lookAfter(people, 0);
    await lookAfter(people, MINUTE - 1);
    expect(await mailed(people)).toEqual(upTo(9));
    await lookAfter(people, 1);
    expect(await mailed(people)).toEqual(upTo(12));
  });

  test("are a thousand mails at the very most, however much there is", async () => {
    const people = await waiters(1_001, { sku: await stocked(0, { backorders: "allow" }) });
    await look(people);
    await lookAfter(people, MINUTE);
    expect(await mailed(people)).toEqual(upTo(1_000));
    await lookAfter(people, HOUR);
    expect(await mailed(people)).toEqual(upTo(1_001));
  });
});

describe("nobody is told", () => {
  test("of what is gone again before it has settled", async () => {
    const sku = await stocked(2);
    const people = await waiters(1, { sku });
    await look(people);
    await receive(sku, -2);
    await lookAfter(people, MINUTE - 1);
    await receive(sku, 2);
    await lookAfter(people, 1);
    expect(await mailed(people)).toEqual([]);
    await lookAfter(people, MINUTE);
    expect(await mailed(people)).toEqual([0]);
  });

  test("of less than a cart must have", async () => {
    const sku = await stocked(3, { minCartQuantity: 3, quantityMultiple: 2 });
    const people = await waiters(20, { sku });
    await look(people);
    await lookAfter(people, MINUTE);
    expect(await mailed(people)).toEqual([]);
    await receive(sku, 1);
    await lookAfter(people, 0);
    await lookAfter(people, MINUTE);
    expect(await mailed(people)).toEqual(upTo(12));
  });

  test("who has unsubscribed, or whose subscription has lapsed; those after them are", async () => {
    const sku = await stocked(1);
    const people = await waiters(5, { sku });
    const state = (index: number, set: string): Promise<unknown> =>
      env.DB.prepare(`UPDATE subscription SET ${set} WHERE id = ?`)
        .bind(people.ids[index] ?? "")
        .run();
    await state(0, "state = 'unsubscribed'");
    // Nobody has come by to say that it has.
    await state(1, `lapses_at = ${Date.now() + MINUTE}`);
    await state(2, "state = 'lapsed'");
    await look(people);
    await lookAfter(people, MINUTE);
    expect(await mailed(people)).toEqual([3, 4]);
    expect(await inState(people, "notified")).toEqual([3, 4]);
  });

  test("by a channel in which it cannot be bought, nor by one that is not there any more", async () => {
    const sku = await stocked(5);
    const elsewhere = await waiters(1, { sku, channel: "removed" });
    await look(elsewhere);
    await lookAfter(elsewhere, MINUTE);
    expect([await mailed(elsewhere), await rowOf(elsewhere)]).toMatchObject([[], { since: null }]);
  });

  test("while no mail can be sent; it is made up for once one can", async () => {
    const people = await waiters(1, { sku: await stocked(5) });
    await look(people);
    vi.setSystemTime(Date.now() + MINUTE);
    await look(people, Date.now(), { transportOf: () => null });
    expect([await mailed(people), await inState(people, "active")]).toEqual([[], [0]]);
    await look(people);
    expect(await mailed(people)).toEqual([0]);
  });
});

describe("however it is looked at", () => {
  async function settled(units: number, count: number): Promise<Waiters> {
    const people = await waiters(count, { sku: await stocked(units) });
    await look(people);
    vi.setSystemTime(Date.now() + MINUTE);
    return people;
  }

  test("twelve times at the same moment is one wave", async () => {
    const people = await settled(1, 40);
    await Promise.all(upTo(12).map(() => look(people)));
    expect(await mailed(people)).toEqual(upTo(3));
    expect(await inState(people, "active")).toEqual(upTo(37, 3));
    expect(mailsSent()).toHaveLength(3);
  });

  test("one wave, when another comes between reading the row and reading who waits", async () => {
    const people = await settled(1, 40);
    // Between the two the settings are read.
    const other = beforeBatch("FROM settings", () => look(people));
    await look(people);
    expect(other).toHaveBeenCalledOnce();
    expect(await mailed(people)).toEqual(upTo(3));
    expect(await inState(people, "notified")).toEqual(upTo(3));
  });

  test("by messages that come late, twice and in any order, everyone has one mail", async () => {
    const people = await settled(2, 12);
    const message = { kind: "look", waiting: [people.waiting, "nothing"] } satisfies NoticeMessage;
    for (const _ of upTo(3)) expect(await noticed(message)).toEqual({ acked: 1, retried: 0 });
    expect(await mailed(people)).toEqual(upTo(6));
    vi.setSystemTime(Date.now() + HOUR);
    await Promise.all(upTo(3).map(() => noticed(message)));
    expect(await mailed(people)).toEqual(upTo(12));
    for (const _ of upTo(2)) await noticed(message);
    expect(mailsSent().toSorted()).toEqual([...new Set(mailsSent())].toSorted());
    expect(mailsSent()).toHaveLength(12);
  });

  test("a crash once the mails are made leaves them to be sent, and makes none anew", async () => {
    const people = await settled(1, 5);
    vi.mocked(Object.getPrototypeOf(env.NOTICES).sendBatch).mockRejectedValueOnce(new Error("The Worker is gone"));
    await expect(look(people)).rejects.toThrow("The Worker is gone");
    expect(await mailed(people)).toEqual(upTo(3));
    await look(people);
    expect(await mailed(people)).toEqual(upTo(3));
    const rows = await env.DB.prepare(
      "SELECT count(*) AS due FROM mail WHERE state = 'pending' AND next_at <= ? AND subscription LIKE ?",
    )
      .bind(Date.now(), `${people.ids[0]?.slice(0, -4)}%`)
      .first<{ due: number }>();
    expect(rows?.due).toBe(3);
  });

  test("who unsubscribes while a wave is made has no mail", async () => {
    const people = await settled(1, 5);
    const other = beforeBatch("UPDATE subscription", async () => {
      await env.DB.prepare("UPDATE subscription SET state = 'unsubscribed' WHERE id = ?").bind(people.ids[1]).run();
    });
    await look(people);
    expect(other).toHaveBeenCalledOnce();
    expect(await inState(people, "unsubscribed")).toEqual([1]);
    expect(await mailed(people)).toEqual([0, 2]);
  });

  test("an object that breaks is tried again, and the others of the message are looked at", async () => {
    const [broken, sound] = [await settled(1, 1), await settled(1, 1)];
    const original = env.SKU.getByName;
    const { sku } = (await env.DB.prepare("SELECT sku FROM waiting WHERE id = ?")
      .bind(broken.waiting)
      .first<{ sku: string }>()) ?? { sku: "" };
    vi.spyOn(Object.getPrototypeOf(env.SKU), "getByName").mockImplementation(function (this: unknown, name) {
      if (name === sku) throw new Error("The object is broken");
      return original.call(env.SKU, String(name));
    });
    vi.spyOn(console, "error").mockImplementation(() => {});
    expect(await noticed({ kind: "look", waiting: [broken.waiting, sound.waiting] })).toEqual({ acked: 0, retried: 1 });
    expect([await mailed(broken), await mailed(sound)]).toEqual([[], [0]]);
  });
});

describe("the row of what is waited for", () => {
  test("is forgotten once nobody waits and no wave is ahead", async () => {
    const sku = await stocked(1);
    const people = await waiters(2, { sku });
    await look(people);
    await lookAfter(people, MINUTE);
    expect(await inState(people, "notified")).toEqual([0, 1]);
    // Who comes now waits for the next wave.
    const late = await waiters(1, { sku });
    await lookAfter(late, HOUR - 1);
    expect(await mailed(late)).toEqual([]);
    await lookAfter(late, 1);
    expect(await mailed(late)).toEqual([0]);
    await lookAfter(late, HOUR - 1);
    expect(await rowOf(late)).not.toBeNull();
    await lookAfter(late, 1);
    expect(await rowOf(late)).toBeNull();
    const left = await env.DB.prepare("SELECT * FROM waiting_sku WHERE waiting = ?").bind(late.waiting).all();
    expect(left.results).toEqual([]);
  });

  test("is forgotten at once where all have unsubscribed of what is sold out", async () => {
    const people = await waiters(1, { sku: await stocked(0) });
    await env.DB.prepare("UPDATE subscription SET state = 'unsubscribed' WHERE id = ?").bind(people.ids[0]).run();
    await look(people);
    expect(await rowOf(people)).toBeNull();
  });

  test("stays, when somebody subscribes at the moment at which it is forgotten", async () => {
    const sku = await stocked(0);
    const people = await waiters(1, { sku });
    await env.DB.prepare("UPDATE subscription SET state = 'unsubscribed' WHERE id = ?").bind(people.ids[0]).run();
    let late: Waiters | null = null;
    beforeBatch("DELETE FROM waiting ", async () => {
      late = await waiters(1, { sku });
    });
    await look(people);
    expect(late).not.toBeNull();
    expect(await rowOf(people)).not.toBeNull();
    await receive(sku, 1);
    await lookAfter(people, 0);
    await lookAfter(people, MINUTE);
    expect(await mailed(late ?? people)).toEqual([0]);
  });

  test("is not written again and again while a hot SKU changes", async () => {
    const sku = await stocked(0);
    const people = await waiters(1, { sku });
    await look(people);
    const before = await rowOf(people);
    expect(before?.look_at).toBe(Date.now() + HOUR);
    await lookAfter(people, 20 * MINUTE);
    expect(await rowOf(people)).toEqual(before);
    await lookAfter(people, 20 * MINUTE);
    expect((await rowOf(people))?.look_at).toBe(Date.now() + HOUR);
  });
});

describe("the cron", () => {
  test("asks for what is due, twenty in a message, and again after five minutes if no look has come", async () => {
    await env.DB.prepare("DELETE FROM waiting").run();
    const people = await Promise.all(upTo(21).map(async () => waiters(1, { sku: await stocked(0) })));
    const asked = (): number[] => sent.map(({ body }) => (body.kind === "look" ? body.waiting.length : 0));
    await lookAfterWaiting(env, Date.now());
    expect(asked()).toEqual([20, 1]);
    await lookAfterWaiting(env, Date.now() + 5 * MINUTE - 1);
    expect(asked()).toEqual([20, 1]);
    await lookAfterWaiting(env, Date.now() + 5 * MINUTE);
    expect(asked()).toEqual([20, 1, 20, 1]);
    vi.setSystemTime(Date.now() + 5 * MINUTE);
    await lookAt(
      people.map(({ waiting }) => waiting),
      env,
      DEFAULT_DEPLOYMENT,
    );
    await lookAfterWaiting(env, Date.now() + HOUR - 1);
    expect(asked()).toEqual([20, 1, 20, 1]);
    await lookAfterWaiting(env, Date.now() + HOUR);
    expect(asked()).toEqual([20, 1, 20, 1, 20, 1]);
  });

  test("asks for a thousand at most, those due for longest first", async () => {
    await env.DB.prepare("DELETE FROM waiting").run();
    await env.DB.prepare(
      `INSERT INTO waiting (id, channel, sku, look_at)
       SELECT 'row-' || value, 'web', 'NONE', 1001 - value FROM json_each(?)`,
    )
      .bind(JSON.stringify(upTo(1_001)))
      .run();
    await lookAfterWaiting(env, Date.now());
    const asked = sent.flatMap(({ body }) => (body.kind === "look" ? body.waiting : []));
    expect(asked).toHaveLength(1_000);
    expect(asked).not.toContain("row-0");
    await env.DB.prepare("DELETE FROM waiting").run();
  });

  test("finds what a settings change has put before its time", async () => {
    await env.DB.prepare("DELETE FROM waiting").run();
    const people = await waiters(1, { sku: await stocked(0) });
    await look(people);
    await lookAfterWaiting(env, Date.now());
    expect(looksSent(people)).toEqual([]);
    await request("PATCH", "/v1/admin/settings", { body: { notices: { shopName: `Loam ${crypto.randomUUID()}` } } });
    await lookAfterWaiting(env, Date.now());
    expect(looksSent(people)).toEqual([0]);
  });
});
