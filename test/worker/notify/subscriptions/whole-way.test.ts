import { env } from "cloudflare:workers";
import { afterEach, expect, test, vi } from "vitest";
import type { OutgoingMail } from "../../../../worker/notify/mail/transport.ts";
import { until } from "../../settled.ts";
import { receive, request, shopper, stocked } from "../../shop.ts";
import { follow, freshEmail, pathOf, rowOf, setNotices, wish } from "../../subscribers.ts";

// By the real queues, from sold out to the second mail and its one click; the local outbox has what was sent.

vi.setConfig({ testTimeout: 60_000 });

afterEach(() => setNotices({ settlingSeconds: 60 }));

/** What was sent to an address, the oldest first. */
async function sentTo(email: string): Promise<OutgoingMail[]> {
  const rows = await env.DB.prepare("SELECT doc FROM outbox_mail WHERE doc ->> '$.to' = ? ORDER BY number")
    .bind(email)
    .all<{ doc: string }>();
  return rows.results.map(({ doc }) => JSON.parse(doc));
}

/** Waits until so many mails were sent to an address, and gives the last. */
async function mailNumber(count: number, email: string): Promise<OutgoingMail> {
  let last: OutgoingMail | undefined;
  await until(async () => {
    const sent = await sentTo(email);
    expect(sent).toHaveLength(count);
    last = sent.at(-1);
  });
  if (last === undefined) throw new Error("No mail");
  return last;
}

/** The link of a mail that leads to a page. */
function linkIn({ text }: OutgoingMail, page: string): string {
  const url = text.match(/https:\S+/g)?.find((each) => each.includes(page));
  if (url === undefined) throw new Error(`No link to ${page} in: ${text}`);
  return pathOf(url);
}

test("sold out, asked, confirmed by the link in the mail, goods are back, told, unsubscribed by one click", async () => {
  await setNotices({ settlingSeconds: 0 });
  const sku = await stocked(0);
  const email = freshEmail();
  await wish(await shopper(), { sku, email, locale: "de" });
  const asks = await mailNumber(1, email);
  expect((await rowOf(email)).state).toBe("pending");
  expect((await follow(linkIn(asks, "/subscriptions/confirm"))).status).toBe(200);
  expect((await rowOf(email)).state).toBe("active");

  await receive(sku, 1);
  const told = await mailNumber(2, email);
  expect((await rowOf(email)).state).toBe("notified");
  const oneClick = /^<(.+)>$/.exec(told.headers["List-Unsubscribe"] ?? "")?.[1] ?? "";
  expect(told.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
  expect(pathOf(oneClick)).toBe(linkIn(told, "/subscriptions/unsubscribe"));
  const clicked = await request("POST", pathOf(oneClick), {
    ...{ key: null, idempotencyKey: null, body: "List-Unsubscribe=One-Click" },
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
  expect(clicked.status).toBe(200);
  expect((await rowOf(email)).state).toBe("unsubscribed");
});
