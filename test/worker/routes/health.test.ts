import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { DEFAULT_DEPLOYMENT } from "../../../worker/deployment.ts";
import type { Env } from "../../../worker/env.ts";
import { createApp } from "../../../worker/routes/app.ts";
import { request } from "../shop.ts";

async function healthWith(bindings: Partial<Env>, deployment = DEFAULT_DEPLOYMENT): Promise<[number, unknown]> {
  const answer = await createApp(deployment).request("/health", {}, { ...env, ...bindings });
  return [answer.status, await answer.json()];
}

const CHECKS = { database: true, adminKey: true };

describe("health", () => {
  test("says that the database answers, a key is configured and how mails leave, to anybody, and is never cached", async () => {
    const answer = await request("GET", "/health", { key: null });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ status: "ok", checks: { ...CHECKS, mail: "outbox" }, missing: [] });
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  test.each<[Partial<Env>, string[]]>([
    [{ MAIL_OUTBOX: "" }, ["MAIL or SMTP_URL"]],
    [{ MAIL_OUTBOX: "", PUBLIC_URL: "", MAIL_FROM: "" }, ["PUBLIC_URL", "MAIL_FROM", "MAIL or SMTP_URL"]],
    [{ MAIL_OUTBOX: "true", PUBLIC_URL: "" }, ["PUBLIC_URL"]],
    [{ SMTP_URL: "not one" }, ["SMTP_URL"]],
  ])("is good without mail, and says what is missing: %j", async (bindings, missing) => {
    expect(await healthWith(bindings)).toEqual([200, { status: "ok", checks: { ...CHECKS, mail: null }, missing }]);
  });

  test("names a deployment's own transport, or that it gave none", async () => {
    const own = { name: "pigeon", send: async () => ({ outcome: "sent" }) as const };
    expect(await healthWith({}, { ...DEFAULT_DEPLOYMENT, transportOf: () => own })).toMatchObject([
      200,
      { checks: { mail: "pigeon" }, missing: [] },
    ]);
    expect(await healthWith({}, { ...DEFAULT_DEPLOYMENT, transportOf: () => null })).toMatchObject([
      200,
      { checks: { mail: null }, missing: ["mailTransport"] },
    ]);
  });

  test("fails while the database has no settings", async () => {
    await env.DB.prepare("ALTER TABLE settings RENAME TO settings_gone").run();
    try {
      const answer = await request("GET", "/health", { key: null });
      expect([answer.status, answer.body]).toMatchObject([
        503,
        { status: "failing", checks: { database: false, adminKey: true } },
      ]);
    } finally {
      await env.DB.prepare("ALTER TABLE settings_gone RENAME TO settings").run();
    }
  });
});
