import { env } from "cloudflare:workers";
import { sign } from "hono/jwt";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { unsubscribeUrl } from "../../../worker/notify/subscriptions/links.ts";
import { ownSecret } from "../../../worker/notify/subscriptions/own-secret.ts";
import { type Answer, type Ask, expectProblem, product, request, shopper, stocked } from "../shop.ts";
import {
  confirmed,
  confirmPath,
  eventsOf,
  follow,
  freshEmail,
  mailsFor,
  pathOf,
  rowOf,
  rowsOf,
  setNotices,
  subscribed,
  wish,
} from "../subscribers.ts";

// What the links in mails do: a page for people, one click for mail programs.

vi.setConfig({ testTimeout: 60_000 });

const start = Date.UTC(2026, 11, 1);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let ask: Ask;
let sku: string;
let email: string;
beforeEach(async () => {
  ask = await shopper();
  sku = await stocked(0);
  email = freshEmail();
});

afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await setNotices({ shopName: "", locale: "en", subscriptionDays: 90 });
});

/** The heading of a page. */
function heading({ body }: Answer<string>): string {
  return /<h1>(.*?)<\/h1>/s.exec(body)?.[1]?.trim() ?? "";
}

const unsubscribePath = async (id: string): Promise<string> =>
  pathOf(await unsubscribeUrl(env.DB, "https://onhand.test", id));

/** A link with claims of one's own, signed by the service's secret. */
async function signedPath(path: string, claims: Record<string, unknown>, secret?: string): Promise<string> {
  return `${path}?token=${await sign(claims, secret ?? (await ownSecret(env.DB, "subscription-links")), "HS256")}`;
}

describe("the link that confirms", () => {
  test("makes the subscription active, once, for as long as settings say from then", async () => {
    await setNotices({ subscriptionDays: 10 });
    vi.setSystemTime(start);
    await wish(ask, { sku, email });
    const path = await confirmPath(email);
    vi.setSystemTime(start + HOUR);
    const page = await follow(path);
    expect([page.status, heading(page)]).toEqual([200, "You are on the list"]);
    const row = await rowOf(email);
    expect(row).toMatchObject({ state: "active", confirmed_at: start + HOUR, lapses_at: start + HOUR + 10 * DAY });
    expect(await eventsOf(row.id)).toEqual([`${row.id}/1`]);
    const watched = await env.DB.prepare("SELECT sku FROM waiting_sku WHERE waiting = ?").bind(row.waiting).all();
    expect(watched.results).toEqual([{ sku }]);

    vi.setSystemTime(start + 2 * HOUR);
    const again = await follow(path);
    expect([again.status, heading(again)]).toEqual([200, "You are on the list already"]);
    expect(await rowOf(email)).toEqual(row);
    expect(await eventsOf(row.id)).toHaveLength(1);
  });

  test("followed eight times at once confirms once", async () => {
    await wish(ask, { sku, email });
    const path = await confirmPath(email);
    const pages = await Promise.all(Array.from({ length: 8 }, () => follow(path)));
    expect(pages.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(pages.filter((page) => heading(page) === "You are on the list")).toHaveLength(1);
    expect(await eventsOf((await rowOf(email)).id)).toHaveLength(1);
  });

  test("changes nothing when only its headers are asked for", async () => {
    await wish(ask, { sku, email });
    const path = await confirmPath(email);
    const head = await follow(path, {}, "HEAD");
    expect([head.status, head.body]).toEqual([200, ""]);
    expect(await rowOf(email)).toMatchObject({ state: "pending", confirmed_at: null });
    expect((await follow(path)).status).toBe(200);
    expect((await rowOf(email)).state).toBe("active");
  });

  test("can be followed for 48 hours", async () => {
    vi.setSystemTime(start);
    await wish(ask, { sku, email });
    const other = freshEmail();
    await wish(ask, { sku, email: other });
    vi.setSystemTime(start + 48 * HOUR - 1_000);
    expect((await follow(await confirmPath(email))).status).toBe(200);
    vi.setSystemTime(start + 48 * HOUR);
    const late = await follow(await confirmPath(other));
    expect([late.status, heading(late)]).toEqual([410, "This link is too old"]);
    expect((await rowOf(other)).state).toBe("pending");
    // One that was followed in time says so for good.
    expect(heading(await follow(await confirmPath(email)))).toBe("You are on the list already");
  });

  test("is void once another mail was sent", async () => {
    vi.setSystemTime(start);
    await wish(ask, { sku, email });
    const first = await confirmPath(email);
    vi.setSystemTime(start + HOUR);
    await wish(ask, { sku, email });
    const page = await follow(first);
    expect([page.status, heading(page)]).toEqual([410, "There is a newer link"]);
    expect((await rowOf(email)).state).toBe("pending");
  });

  test("does not bring back what has ended", async () => {
    await wish(ask, { sku, email });
    const path = await confirmPath(email);
    const { id } = await rowOf(email);
    await request("DELETE", `/v1/admin/subscriptions/${id}`);
    const page = await follow(path);
    expect([page.status, heading(page)]).toEqual([410, "This request has ended"]);
    expect((await rowOf(email)).state).toBe("unsubscribed");
    expect(await eventsOf(id)).toEqual([]);
  });

  test("knows nothing of an address that was erased", async () => {
    await wish(ask, { sku, email });
    const path = await confirmPath(email);
    await request("POST", "/v1/admin/subscriptions/erase", { body: { email } });
    expect((await follow(path)).status).toBe(410);
    expect(await rowsOf(email)).toEqual([]);
  });

  test("says of one whose mail was sent that it was", async () => {
    const { id } = await confirmed(ask, { sku, email });
    await env.DB.prepare("UPDATE subscription SET state = 'notified', ended_at = 1 WHERE id = ?").bind(id).run();
    const page = await follow(await confirmPath(email));
    expect([page.status, heading(page)]).toEqual([200, "We have written to you already"]);
  });
});

describe("a link that is not one", () => {
  const claims = (id: string) => ({ aud: "confirm", sub: id, confirmation: 1, exp: 4_000_000_000 });

  test.each([
    ["without a token", async () => "/subscriptions/confirm"],
    ["with half a token", async (path: string) => path.slice(0, -3)],
    [
      "with another signature",
      async (_: string, id: string) => signedPath("/subscriptions/confirm", claims(id), "mine"),
    ],
    [
      "without an expiry",
      async (_: string, id: string) => signedPath("/subscriptions/confirm", { ...claims(id), exp: undefined }),
    ],
    [
      "that is not signed at all",
      async (_: string, id: string) => {
        const part = (value: object) => btoa(JSON.stringify(value)).replaceAll("=", "");
        return `/subscriptions/confirm?token=${part({ alg: "none", typ: "JWT" })}.${part(claims(id))}.`;
      },
    ],
    [
      "made for the other page",
      async (_: string, id: string) => (await unsubscribePath(id)).replace("unsubscribe?", "confirm?"),
    ],
  ])("%s confirms nothing", async (_, forge) => {
    await wish(ask, { sku, email });
    const path = await forge(await confirmPath(email), (await rowOf(email)).id);
    const page = await follow(path);
    expect([page.status, heading(page)]).toEqual([400, "This link does not work"]);
    expect((await rowOf(email)).state).toBe("pending");
  });

  test("a link that confirms ends nothing", async () => {
    await confirmed(ask, { sku, email });
    const path = (await confirmPath(email)).replace("confirm?", "unsubscribe?");
    expect((await follow(path)).status).toBe(400);
    expect((await request("POST", path, { key: null, idempotencyKey: null })).status).toBe(400);
    const program = await request("POST", path, { key: null, headers: { accept: "application/json" } });
    expectProblem(program, 400, "invalid_request");
    expect((await rowOf(email)).state).toBe("active");
  });
});

describe("the link that ends a subscription", () => {
  const post = (path: string, options: { body?: string; type?: string; accept?: string } = {}) =>
    request<string>("POST", path, {
      key: null,
      idempotencyKey: null,
      ...(options.body === undefined ? {} : { body: options.body }),
      headers: {
        ...(options.type === undefined ? {} : { "content-type": options.type }),
        ...(options.accept === undefined ? {} : { accept: options.accept }),
      },
    });

  test("asks, and changes nothing", async () => {
    const { id } = await subscribed({ sku, email });
    const page = await follow(await unsubscribePath(id));
    expect([page.status, heading(page)]).toEqual([200, "No more mail about this?"]);
    expect(page.body).toContain('<form method="post">');
    expect((await rowOf(email)).state).toBe("active");
  });

  const MULTIPART = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n';
  test.each([
    ["a mail program's click", "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"],
    ["a mail program's click in parts", MULTIPART, "multipart/form-data; boundary=b"],
    ["no body", undefined, undefined],
  ])("%s ends it, and again it is no error", async (_, body, type) => {
    vi.setSystemTime(start);
    const { id } = await subscribed({ sku, email });
    const path = await unsubscribePath(id);
    const options = { ...(body === undefined ? {} : { body }), ...(type === undefined ? {} : { type }) };
    vi.setSystemTime(start + HOUR);
    const page = await post(path, options);
    expect([page.status, heading(page)]).toEqual([200, "You are off the list"]);
    expect(page.headers.get("set-cookie")).toBeNull();
    expect(await rowOf(email)).toMatchObject({ state: "unsubscribed", ended_at: start + HOUR });
    vi.setSystemTime(start + 2 * HOUR);
    expect((await post(path, options)).status).toBe(200);
    expect(await rowOf(email)).toMatchObject({ ended_at: start + HOUR });
    expect(heading(await follow(path))).toBe("You are off the list");
  });

  test("a program is answered as JSON", async () => {
    const { id } = await subscribed({ sku, email });
    const path = await unsubscribePath(id);
    for (const answer of [
      await post(path, { accept: "application/json" }),
      await post(path, { accept: "application/json" }),
    ]) {
      expect([answer.status, answer.body]).toEqual([200, { state: "unsubscribed" }]);
      expect(answer.headers.get("cache-control")).toBe("no-store");
    }
  });

  test("stops the mails that are on their way", async () => {
    await wish(ask, { sku, email });
    const { id } = await rowOf(email);
    const [mail] = await mailsFor(email);
    await env.DB.prepare("UPDATE mail SET state = 'pending', next_at = 9e15 WHERE id = ?").bind(mail?.id).run();
    await post(await unsubscribePath(id));
    expect(await mailsFor(email)).toMatchObject([{ state: "dropped" }]);
  });

  test("ends one that is spent too, so that asking anew has to be confirmed anew", async () => {
    const { id } = await subscribed({ sku, email });
    await env.DB.prepare("UPDATE subscription SET state = 'notified', ended_at = 1 WHERE id = ?").bind(id).run();
    expect(heading(await follow(await unsubscribePath(id)))).toBe("No more mail about this?");
    await post(await unsubscribePath(id));
    expect((await rowOf(email)).state).toBe("unsubscribed");
    await wish(ask, { sku, email });
    expect((await rowOf(email)).state).toBe("pending");
  });

  test("of an address that was erased says that no mail will come", async () => {
    const { id } = await subscribed({ sku, email });
    const path = await unsubscribePath(id);
    await request("POST", "/v1/admin/subscriptions/erase", { body: { email } });
    for (const page of [await follow(path), await post(path)]) {
      expect([page.status, heading(page)]).toEqual([200, "You are off the list"]);
    }
  });

  test("ends one alone", async () => {
    const other = await stocked(0);
    const { id } = await subscribed({ sku, email });
    await subscribed({ sku: other, email });
    await post(await unsubscribePath(id));
    const states = (await rowsOf(email)).map((row) => [row.sku, row.state]).toSorted();
    expect(states).toEqual(
      [
        [sku, "unsubscribed"],
        [other, "active"],
      ].toSorted(),
    );
  });
});

describe("every page", () => {
  test("loads nothing, runs nothing, is kept by nobody and tells nobody where it was", async () => {
    const { id } = await subscribed({ sku, email });
    const path = await unsubscribePath(id);
    for (const page of [await follow(path), await follow("/subscriptions/confirm?token=no")]) {
      const policy = page.headers.get("content-security-policy") ?? "";
      const nonce = /style-src 'nonce-([\w-]+)'/.exec(policy)?.[1];
      expect(policy).toBe(
        `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      );
      expect(page.body).toContain(`<style nonce="${nonce}">`);
      expect(page.headers.get("cache-control")).toBe("no-store");
      expect(page.headers.get("referrer-policy")).toBe("no-referrer");
      expect(page.headers.get("x-robots-tag")).toBe("noindex");
      expect(page.headers.get("x-content-type-options")).toBe("nosniff");
      expect(page.headers.get("content-type")).toMatch(/^text\/html; charset=utf-8$/i);
      expect(page.body).not.toMatch(/<script|src=|<link/);
    }
  });

  test.each([
    ["de", "de", "ltr", "Keine E-Mail mehr dazu?"],
    ["de-AT", "de", "ltr", "Keine E-Mail mehr dazu?"],
    ["fr", "fr", "ltr", "Ne plus recevoir de message ?"],
    ["ar", "ar", "rtl", "هل تريد إيقاف الرسائل؟"],
    // Nobody has written it: as the shop speaks.
    ["fi", "en", "ltr", "No more mail about this?"],
  ])("speaks as the subscriber does: %s", async (locale, language, direction, title) => {
    const { id } = await subscribed({ sku, email, locale });
    const page = await follow(await unsubscribePath(id), { "accept-language": "en" });
    expect(page.body).toContain(`<html lang="${language}" dir="${direction}">`);
    expect(page.headers.get("content-language")).toBe(language);
    expect(heading(page)).toBe(title);
  });

  test.each([
    ["fi, ar;q=0.5, de;q=0.8", "de"],
    ["fr-CA", "fr"],
    ["de;q=0, ar", "ar"],
    ["fi", "en"],
  ])("of nobody known speaks as the visitor: %s", async (header, language) => {
    const page = await follow("/subscriptions/confirm?token=no", { "accept-language": header });
    expect(page.headers.get("content-language")).toBe(language);
  });

  test("speaks as the shop does where nothing else is known", async () => {
    await setNotices({ locale: "ar" });
    const page = await follow("/subscriptions/confirm?token=no");
    expect(page.headers.get("content-language")).toBe("ar");
  });

  test("names the shop and the goods as text alone", async () => {
    await setNotices({ shopName: "Loam & <b>Sons</b>" });
    const id = await product({ title: '<img src="x" onerror="y">', inventoryMethod: "sku", sku });
    const made = await subscribed({ product: id, email });
    const { body } = await follow(await unsubscribePath(made.id));
    expect(body).toContain("<bdi>&lt;img src=&quot;x&quot; onerror=&quot;y&quot;&gt;</bdi>");
    expect(body).toContain("<bdi>Loam &amp; &lt;b&gt;Sons&lt;/b&gt;</bdi>");
    expect(body).not.toContain("<img");
  });

  test("does not name the address", async () => {
    const made = await subscribed({ sku, email });
    const { body } = await follow(await unsubscribePath(made.id));
    expect(body.toLowerCase()).not.toContain(email.split("@")[0]?.toLowerCase());
  });
});
