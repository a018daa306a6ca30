import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { guardedTemplates, guardedTransport } from "../../worker/guarded-mail.ts";
import type { MailFacts } from "../../worker/notify/mail/mail-facts.ts";
import { TEMPLATES } from "../../worker/notify/mail/templates.ts";
import type { MailTemplate } from "../../worker/notify/mail/transport.ts";

// What a deployment's own transport and templates may do wrong: the built-in ones take their place, and it is logged.

let logged: unknown[][];

beforeEach(() => {
  logged = [];
  vi.spyOn(console, "error").mockImplementation((...told) => void logged.push(told));
});

afterEach(() => {
  vi.restoreAllMocks();
});

const broken = (): never => {
  throw new Error("broken on purpose");
};

describe("a transport of one's own", () => {
  const own = { name: "pigeon", send: async () => ({ outcome: "sent" }) as const };

  test("is the deployment's, and may be none", () => {
    expect(guardedTransport(() => own)(env)).toBe(own);
    expect(guardedTransport(() => null)(env)).toBeNull();
    expect(logged).toEqual([]);
  });

  test.each<[string, () => unknown]>([
    ["throws", broken],
    ["gives nothing", () => undefined],
    ["gives what cannot send", () => ({ name: "pigeon" })],
    ["gives what has no name", () => ({ send: own.send })],
    ["is asynchronous", async () => own],
  ])("that %s is logged, and mail is not configured", (_, choose) => {
    expect(guardedTransport(choose)(env)).toBeNull();
    expect(logged).toHaveLength(1);
    expect(logged[0]?.[0]).toContain("mailTransport");
  });

  test.each(["PUBLIC_URL", "MAIL_FROM"])("is not asked without %s", (name) => {
    const choose = vi.fn(() => own);
    expect(guardedTransport(choose)({ ...env, [name]: "" })).toBeNull();
    expect(choose).not.toHaveBeenCalled();
  });
});

describe("a template of one's own", () => {
  const facts: Extract<MailFacts, { kind: "back_in_stock" }> = {
    kind: "back_in_stock",
    item: { title: "Bud vase", selection: null, url: null },
    unsubscribeUrl: "https://onhand.test/u",
  };
  const setting = { shopName: "Loam", locale: "en", shopLocale: "en" };
  const mail = { subject: "S", text: "T", html: "<p>H</p>" };
  const rendered = (own: unknown): unknown => {
    // What somebody writes who has no type checker.
    const template = own as MailTemplate<typeof facts>;
    return guardedTemplates({ back_in_stock: template }).back_in_stock(facts, setting);
  };

  test("writes its kind of mail, and the others are written as ever", () => {
    expect(rendered(() => mail)).toEqual(mail);
    expect(rendered(() => ({ ...mail, language: "it" }))).toEqual({ ...mail, language: "it" });
    expect(guardedTemplates({ back_in_stock: () => mail }).confirm_subscription).toBe(TEMPLATES.confirm_subscription);
    expect(logged).toEqual([]);
  });

  test.each<[string, unknown]>([
    ["throws", broken],
    ["says nothing", () => undefined],
    ["is asynchronous", async () => mail],
    ["has no subject", () => ({ ...mail, subject: " " })],
    ["has no text", () => ({ ...mail, text: "" })],
    ["has no HTML", () => ({ subject: "S", text: "T" })],
    ["names no language", () => ({ ...mail, language: 7 })],
  ])("that %s is logged by its kind, and the built-in one is sent", (_, own) => {
    expect(rendered(own)).toEqual(TEMPLATES.back_in_stock(facts, setting));
    expect(logged).toHaveLength(1);
    expect(logged[0]?.[0]).toContain("The mail template back_in_stock");
  });

  test("that writes into what it is given changes nothing by that", () => {
    const writes = (given: typeof facts): never => {
      given.item.title = "Another";
      throw new Error("and then fails");
    };
    expect(rendered(writes)).toMatchObject({ subject: "Bud vase is back in stock" });
  });
});
