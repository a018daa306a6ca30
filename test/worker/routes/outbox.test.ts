import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { DEFAULT_DEPLOYMENT } from "../../../worker/deployment.ts";
import type { Env } from "../../../worker/env.ts";
import { OutboxTransport } from "../../../worker/notify/mail/outbox-transport.ts";
import type { OutgoingMail } from "../../../worker/notify/mail/transport.ts";
import { createApp } from "../../../worker/routes/app.ts";
import { request } from "../shop.ts";

const MAIL: OutgoingMail = {
  id: "back/1",
  from: { name: "Loam", address: "stock@shop.example" },
  to: "somebody@x.example",
  subject: "<b>Vase</b> is back",
  text: "See https://shop.example/?a=1&b=2\n<script>alert(1)</script>",
  html: '<!doctype html><html><head></head><body><a href="https://shop.example/">Shop</a><script>top.x = 1</script></body></html>',
  headers: { "List-Unsubscribe": "<https://onhand.test/u?token=1>", "Auto-Submitted": "auto-generated" },
};

beforeEach(async () => {
  await env.DB.prepare("DELETE FROM outbox_mail").run();
});

async function kept(mail: Partial<OutgoingMail> = {}): Promise<number> {
  await new OutboxTransport(env.DB).send({ ...MAIL, ...mail });
  const newest = await env.DB.prepare("SELECT max(number) AS number FROM outbox_mail").first<{ number: number }>();
  return newest?.number ?? 0;
}

const page = (path: string): ReturnType<typeof request<string>> => request<string>("GET", path, { key: null });

describe("the outbox", () => {
  test("lists its mails, the newest first, and says that none is sent", async () => {
    const [first, second] = [await kept(), await kept({ subject: "Second", to: "ben@x.example" })];
    const { status, body } = await page("/outbox");
    expect(status).toBe(200);
    expect(body).toContain("Mails are not sent here");
    const links = [...body.matchAll(/href="(\/outbox\/\d+)"><bdi>([^<]*)</g)].map(([, link, subject]) => [
      link,
      subject,
    ]);
    expect(links).toEqual([
      [`/outbox/${second}`, "Second"],
      [`/outbox/${first}`, "&lt;b&gt;Vase&lt;/b&gt; is back"],
    ]);
    expect(body).toContain("<bdi>ben@x.example</bdi>");
  });

  test("without a mail says so", async () => {
    expect((await page("/outbox")).body).toContain("No mail yet");
  });

  test("shows a mail with its headers, its text and its HTML in a frame where nothing runs", async () => {
    const { status, body } = await page(`/outbox/${await kept()}`);
    expect(status).toBe(200);
    expect(body).toContain("Loam &lt;stock@shop.example&gt;");
    expect(body).toContain('href="https://onhand.test/u?token=1"');
    expect(body).toContain('href="https://shop.example/?a=1&amp;b=2"');
    expect(body).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    const frame = /<iframe[^>]*sandbox="([^"]*)"[^>]*srcdoc="([^"]*)"/.exec(body);
    expect(frame?.[1]).toBe("allow-popups allow-popups-to-escape-sandbox");
    expect(frame?.[2]).toContain("<a href=&quot;https://shop.example/&quot;>Shop</a>");
    expect(body.replace(frame?.[2] ?? "", "")).not.toContain("<script");
  });

  test("has pages that load and run nothing, and are kept and found by nobody", async () => {
    for (const path of ["/outbox", `/outbox/${await kept()}`]) {
      const { headers } = await page(path);
      expect(headers.get("content-security-policy")).toBe(
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("x-robots-tag")).toBe("noindex");
    }
  });

  test.each(["/outbox/999999", "/outbox/0", "/outbox/1.5", "/outbox/x", "/outbox/9007199254740993"])(
    "has nothing at %s",
    async (path) => {
      const { status, body } = await request("GET", path, { key: null });
      expect([status, body]).toMatchObject([404, { code: "not_found" }]);
    },
  );
});

test.each<[string, Partial<Env>]>([
  ["mails are sent by a server", { SMTP_URL: "smtps://mx.example" }],
  ["mail is not configured", { MAIL_OUTBOX: "" }],
])("there is no outbox where %s", async (_, bindings) => {
  const number = await kept();
  for (const path of ["/outbox", `/outbox/${number}`]) {
    const answer = await createApp().request(path, {}, { ...env, ...bindings });
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: "not_found" }]);
  }
});

test("there is no outbox where a deployment's own transport has its name", async () => {
  const own = { name: "outbox", send: async () => ({ outcome: "sent" }) as const };
  const answer = await createApp({ ...DEFAULT_DEPLOYMENT, transportOf: () => own }).request("/outbox", {}, env);
  expect(answer.status).toBe(404);
});
