import { describe, expect, test } from "vitest";
import { DEFAULT_NOTICES } from "../../../../worker/core/notice-settings.ts";
import { composeMail } from "../../../../worker/notify/mail/compose-mail.ts";
import type { MailFacts } from "../../../../worker/notify/mail/mail-facts.ts";
import { TEMPLATES } from "../../../../worker/notify/mail/templates.ts";
import type { MailTemplates, OutgoingMail } from "../../../../worker/notify/mail/transport.ts";
import { BACK, envWith } from "./stage.ts";

const CONFIRM: MailFacts = {
  kind: "confirm_subscription",
  item: { title: "Bud vase", selection: null, url: null },
  confirmUrl: "https://onhand.test/subscriptions/confirm?token=abc",
  hours: 48,
};

function composed(
  facts: MailFacts,
  { locale = "en", notices = {}, bindings = {}, templates = TEMPLATES, recipient = "somebody@x.example" } = {},
): Promise<OutgoingMail> {
  const made = { id: "back/1", recipient, locale, facts };
  return composeMail(made, { ...DEFAULT_NOTICES, ...notices }, envWith(bindings), templates);
}

/** The first 32 characters of the base64url of SHA-256 of "back/1". */
const HASH = "zBGAGfadNco4zFIggYC6K3CaOjPaksTj";

describe("a mail", () => {
  test("to a subscriber has both headers of one-click unsubscribing, and those that every mail has", async () => {
    const mail = await composed(BACK);
    expect(mail.from).toEqual({ name: "Loam", address: "stock@shop.example" });
    expect(mail.to).toBe("somebody@x.example");
    expect(mail.headers).toEqual({
      "Message-ID": `<${HASH}@onhand.test>`,
      "Content-Language": "en",
      "Auto-Submitted": "auto-generated",
      "List-Unsubscribe": "<https://onhand.test/subscriptions/unsubscribe?token=abc>",
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    });
  });

  test("that asks for confirmation can be unsubscribed from by doing nothing, and has neither", async () => {
    expect(Object.keys((await composed(CONFIRM)).headers)).toEqual([
      "Message-ID",
      "Content-Language",
      "Auto-Submitted",
    ]);
  });

  test("names the shop as the settings do, else by the host of PUBLIC_URL", async () => {
    expect((await composed(CONFIRM, { notices: { shopName: "Loam & Sons" } })).text).toContain("You asked Loam & Sons");
    expect((await composed(CONFIRM)).text).toContain("You asked onhand.test to");
  });

  test("says in which language it is written, not in which it was asked for", async () => {
    const languageOf = async (locale: string, shop: string): Promise<string | undefined> =>
      (await composed(BACK, { locale, notices: { locale: shop } })).headers["Content-Language"];
    expect([await languageOf("de-AT", "en"), await languageOf("it", "fr-CA"), await languageOf("it", "it")]).toEqual([
      "de",
      "fr",
      "en",
    ]);
  });

  test("is given its language by a template that speaks others", async () => {
    const back_in_stock = (): ReturnType<MailTemplates["back_in_stock"]> => ({ subject: "S", text: "T", html: "H" });
    const templates = { ...TEMPLATES, back_in_stock };
    expect((await composed(BACK, { locale: "it-CH", templates })).headers["Content-Language"]).toBe("it-CH");
  });
});

describe("nothing from outside breaks a header", () => {
  const BREAK = "x\r\nBcc: eve@x.example\u2028\u202eY\0";

  test("in the subject", async () => {
    const mail = await composed({
      ...BACK,
      item: { title: BREAK, selection: { Size: BREAK }, url: null },
    } as MailFacts);
    expect(mail.subject).toBe("x Bcc: eve@x.example Y (Size: x Bcc: eve@x.example Y ) is back in stock");
  });

  test("in the shop's name, as the sender's", async () => {
    const bindings = { MAIL_FROM: "Lo\r\nBcc: eve@x.example am <stock@shop.example>" };
    await expect(composed(BACK, { bindings })).rejects.toThrow("A mail needs a sender and a recipient");
  });

  test("in a subject or language that a template makes", async () => {
    const back_in_stock = (): ReturnType<MailTemplates["back_in_stock"]> => ({
      subject: BREAK,
      text: "T",
      html: "H",
      language: "de\r\nBcc: eve@x.example",
    });
    const mail = await composed(BACK, { templates: { ...TEMPLATES, back_in_stock } });
    expect(mail.subject).toBe("x Bcc: eve@x.example Y");
    expect(mail.headers["Content-Language"]).toBe("de Bcc: eve@x.example");
  });

  test("in the link that unsubscribes", async () => {
    const mail = await composed({
      ...BACK,
      unsubscribeUrl: "https://onhand.test/u?a=>\r\nBcc: eve@x.example",
    } as MailFacts);
    expect(mail.headers["List-Unsubscribe"]).toBe("<https://onhand.test/u?a=%3EBcc:%20eve@x.example>");
  });

  test.each([
    "a b@x.example",
    "somebody@x.example\r\nRCPT TO:<other@x.example>",
    "<somebody@x.example>",
    "somebody",
    "a@b@c",
    "",
  ])("in the recipient %j", async (recipient) => {
    await expect(composed(BACK, { recipient })).rejects.toThrow("A mail needs a sender and a recipient");
  });
});
