import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  attemptMail,
  eraseMailStatements,
  lookAfterMails,
  mailsTo,
  sendMails,
} from "../../../../worker/notify/mail/mails.ts";
import { OutboxTransport } from "../../../../worker/notify/mail/outbox-transport.ts";
import { make, newMail, rowOf, transportThat, withholdNotices } from "./stage.ts";

const NOW = Date.UTC(2026, 11, 1, 9);
const DAY_MS = 86_400_000;

beforeEach(async () => {
  await env.DB.prepare("DELETE FROM mail").run();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const count = async (): Promise<number> =>
  (await env.DB.prepare("SELECT count(*) AS mails FROM mail").first<{ mails: number }>())?.mails ?? 0;

describe("making mails", () => {
  test("by an id that is there already changes nothing", async () => {
    const mail = newMail();
    await make([mail, mail], NOW);
    await make([{ ...mail, recipient: "other@x.example" }], NOW + 1);
    expect(await mailsTo(env.DB, "somebody@x.example")).toEqual([
      {
        id: mail.id,
        kind: "back_in_stock",
        subscription: null,
        state: "pending",
        createdAt: "2026-12-01T09:00:00.000Z",
        sentAt: null,
      },
    ]);
    expect(await count()).toBe(1);
  });

  test("takes a thousand at once, and texts as they are", async () => {
    const title = 'Vase "Ä", قميص\n😀';
    const facts = { kind: "back_in_stock", item: { title, selection: null, url: null }, unsubscribeUrl: "u" } as const;
    const mails = Array.from({ length: 1_000 }, (_, index) => newMail({ recipient: `p${index}@x.example`, facts }));
    await make(mails, NOW);
    expect(await count()).toBe(1_000);
    const row = await env.DB.prepare("SELECT facts FROM mail WHERE address = 'p999@x.example'").first<{
      facts: string;
    }>();
    expect(JSON.parse(row?.facts ?? "")).toEqual(facts);
  });

  test("of none is nothing", async () => {
    await make([], NOW);
    expect(await count()).toBe(0);
  });
});

test.each([
  [100, 1],
  [101, 2],
])("%i mails are sent to the queue by %i calls", async (mails, calls) => {
  const queued = withholdNotices();
  await sendMails(
    env,
    Array.from({ length: mails }, (_, index) => `m${index}`),
  );
  expect(queued).toHaveLength(mails);
  expect(vi.mocked(Object.getPrototypeOf(env.NOTICES).sendBatch)).toHaveBeenCalledTimes(calls);
});

test("mails to an address are listed the newest first, however it was typed, with when they were sent", async () => {
  const [first, second, other] = [
    newMail({ recipient: "Somebody@X.example" }),
    newMail(),
    newMail({ recipient: "b@x.example" }),
  ];
  await make([first, other], NOW);
  await make([second], NOW + 1);
  vi.setSystemTime(NOW + 5_000);
  await attemptMail(first.id, env, transportThat().deployment, NOW + 5_000);
  expect((await mailsTo(env.DB, "somebody@x.example")).map(({ id, state, sentAt }) => [id, state, sentAt])).toEqual([
    [second.id, "pending", null],
    [first.id, "sent", "2026-12-01T09:00:05.000Z"],
  ]);
});

test("erasing an address takes its mails and those of the local outbox, and says how many mails", async () => {
  const [mine, other] = [newMail({ recipient: "Somebody@X.example" }), newMail({ recipient: "b@x.example" })];
  await make([mine, other], NOW);
  const { deployment } = transportThat();
  const outbox = { ...deployment, transportOf: () => new OutboxTransport(env.DB) };
  for (const { id } of [mine, other]) await attemptMail(id, env, outbox, NOW);
  const [mails] = await env.DB.batch(eraseMailStatements(env.DB, "somebody@x.example"));
  expect(mails?.meta.changes).toBe(1);
  expect([await rowOf(mine.id), (await rowOf(other.id))?.state]).toEqual([null, "sent"]);
  const { results } = await env.DB.prepare("SELECT address FROM outbox_mail").all();
  expect(results).toEqual([{ address: "b@x.example" }]);
});

describe("the cron's round", () => {
  test("sends on a mail whose message was lost, a minute after it was due", async () => {
    const mail = newMail();
    await make([mail], NOW);
    const queued = withholdNotices();
    await lookAfterMails(env, NOW + 59_999);
    expect(queued).toEqual([]);
    await lookAfterMails(env, NOW + 60_000);
    expect(queued).toEqual([{ message: { kind: "mail", mail: mail.id }, delaySeconds: 0 }]);
  });

  test.each([
    [500, 500],
    [501, 500],
  ])("of %i such mails sends on %i", async (mails, sentOn) => {
    await make(
      Array.from({ length: mails }, () => newMail()),
      NOW,
    );
    const queued = withholdNotices();
    await lookAfterMails(env, NOW + DAY_MS);
    expect(queued).toHaveLength(sentOn);
  });

  test("forgets what ended thirty days ago, and nothing that is on its way", async () => {
    const [ended, open] = [newMail(), newMail()];
    await make([ended, open], NOW);
    await attemptMail(ended.id, env, transportThat().deployment, NOW);
    const endedAt = (await rowOf(ended.id))?.ended_at ?? 0;
    withholdNotices();
    await lookAfterMails(env, endedAt + 30 * DAY_MS);
    expect(await count()).toBe(2);
    await lookAfterMails(env, endedAt + 30 * DAY_MS + 1);
    expect([await rowOf(ended.id), (await rowOf(open.id))?.state]).toEqual([null, "pending"]);
  });

  test.each([
    [1_000, 0],
    [1_001, 1],
  ])("of %i old mails leaves %i", async (mails, left) => {
    await make(
      Array.from({ length: mails }, () => newMail()),
      NOW,
    );
    await env.DB.prepare("UPDATE mail SET state = 'sent', ended_at = ?").bind(NOW).run();
    await lookAfterMails(env, NOW + 31 * DAY_MS);
    expect(await count()).toBe(left);
  });
});
