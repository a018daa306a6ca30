import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { endpointDisabledMails } from "../../../../worker/notify/owner/owner-notices.ts";
import { mails, nothingTold, setNotices } from "./owner.ts";

const NOON = Date.UTC(2031, 11, 1, 12);
const ENDPOINT = {
  webhook: "erp",
  url: "https://erp.example/hook",
  reason: "failing",
  failingSince: "2031-11-26T12:00:00.000Z",
} as const;

beforeEach(async () => {
  await nothingTold();
  await setNotices({ ownerAddresses: ["owner@shop.example"], locale: "fr" });
  await env.DB.batch([
    env.DB.prepare("DELETE FROM webhook"),
    env.DB.prepare(
      `INSERT INTO webhook (id, url, types, enabled, secrets, revision, created_at)
       VALUES ('erp', 'https://erp.example/hook', '[]', 1, '[]', 1, 0)`,
    ),
  ]);
});

afterEach(async () => {
  await setNotices({ ownerAddresses: [], locale: "en" });
  await env.DB.prepare("DELETE FROM webhook").run();
});

/** Disables the endpoint and tells the owner. How many mails were made by it, as it was told. */
async function disable(): Promise<number> {
  const { statements, mails } = await endpointDisabledMails(env.DB, ENDPOINT, NOON);
  await env.DB.batch([env.DB.prepare("UPDATE webhook SET enabled = 0, revision = revision + 1"), ...statements]);
  return mails.length;
}

test("the owner is told that an endpoint was disabled, and why", async () => {
  expect(await disable()).toBe(1);
  expect(await mails()).toEqual([
    {
      id: expect.stringMatching(/^owner_/),
      recipient: "owner@shop.example",
      locale: "fr",
      facts: { kind: "endpoint_disabled", ...ENDPOINT },
    },
  ]);
});

test("once by several at the same time, and not again while it is disabled", async () => {
  const both = await Promise.all([1, 2].map(() => endpointDisabledMails(env.DB, ENDPOINT, NOON)));
  await env.DB.batch([
    ...both.flatMap(({ statements }) => statements),
    env.DB.prepare("UPDATE webhook SET enabled = 0"),
  ]);
  expect(await disable()).toBe(0);
  expect(await mails()).toHaveLength(1);
});

test("and again when it was enabled in between", async () => {
  await disable();
  await env.DB.prepare("UPDATE webhook SET enabled = 1, revision = revision + 1").run();
  await disable();
  expect(await mails()).toHaveLength(2);
});

test("nobody, where there is no address", async () => {
  await setNotices({ ownerAddresses: [] });
  expect(await disable()).toBe(0);
  expect(await mails()).toEqual([]);
});
