import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import type { Env } from "../../../../worker/env.ts";
import { CloudflareTransport } from "../../../../worker/notify/mail/cloudflare-transport.ts";
import { senderOf } from "../../../../worker/notify/mail/mail-address.ts";
import { encodedMailbox, encodedText, folded } from "../../../../worker/notify/mail/mime-header.ts";
import { listOutbox, OutboxTransport, readOutbox } from "../../../../worker/notify/mail/outbox-transport.ts";
import { smtpServerOf } from "../../../../worker/notify/mail/smtp-url.ts";
import type { OutgoingMail } from "../../../../worker/notify/mail/transport.ts";
import { missingForMail, missingForTransport, transportOf } from "../../../../worker/notify/mail/transport-of.ts";
import { envWith } from "./stage.ts";

const MAIL: OutgoingMail = {
  id: "back/1",
  from: { name: "Loam", address: "stock@shop.example" },
  to: "Somebody@X.example",
  subject: "S",
  text: "T",
  html: "<p>H</p>",
  headers: {
    "Message-ID": "<a@onhand.test>",
    "Auto-Submitted": "auto-generated",
    "List-Unsubscribe": "<https://onhand.test/u>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  },
};

/** A binding that keeps what it is given, and throws what it is told. */
function binding(error?: Error): { given: unknown[]; MAIL: SendEmail } {
  const given: unknown[] = [];
  const send = async (mail: unknown): Promise<EmailSendResult> => {
    given.push(mail);
    if (error !== undefined) throw error;
    return { messageId: "m" };
  };
  return { given, MAIL: { send } };
}

describe("mail leaves by", () => {
  const NONE: Partial<Env> = { MAIL_OUTBOX: "", SMTP_URL: "" };
  const { MAIL: bound } = binding();

  test.each<[string, Partial<Env>, string | null, string[]]>([
    [
      "the binding before all else",
      { MAIL: bound, SMTP_URL: "smtps://mx.example", MAIL_OUTBOX: "true" },
      "cloudflare",
      [],
    ],
    ["a server before the outbox", { SMTP_URL: "smtps://mx.example", MAIL_OUTBOX: "true" }, "smtp", []],
    ["the outbox", { MAIL_OUTBOX: "true" }, "outbox", []],
    ["nothing", { ...NONE }, null, ["MAIL or SMTP_URL"]],
    ["nothing, with another word than true", { MAIL_OUTBOX: "yes" }, null, ["MAIL or SMTP_URL"]],
    ["nothing, with a server that cannot be read", { SMTP_URL: "https://mx", MAIL_OUTBOX: "true" }, null, ["SMTP_URL"]],
    ["nothing without a sender", { MAIL_FROM: "" }, null, ["MAIL_FROM"]],
    ["nothing with a sender without address", { MAIL_FROM: "Loam" }, null, ["MAIL_FROM"]],
    ["nothing without a place that links lead to", { PUBLIC_URL: "" }, null, ["PUBLIC_URL"]],
    ["nothing with links that lead to no page", { PUBLIC_URL: "onhand.test" }, null, ["PUBLIC_URL"]],
  ])("%s", (_, bindings, name, missing) => {
    const given = envWith(bindings);
    expect(transportOf(given)?.name ?? null).toBe(name);
    expect([...missingForMail(given), ...missingForTransport(given)]).toEqual(missing);
  });
});

test.each([
  ["Loam <stock@shop.example>", { name: "Loam", address: "stock@shop.example" }],
  ['"Loam, Ltd." <stock@shop.example>', { name: "Loam, Ltd.", address: "stock@shop.example" }],
  [" stock@shop.example ", { name: "", address: "stock@shop.example" }],
  ["<stock@shop.example>", { name: "", address: "stock@shop.example" }],
  ["Loam <stock@shop.example> x", null],
  ["Loam <a@b.example> <c@d.example>", { name: "Loam <a@b.example>", address: "c@d.example" }],
  ["Loam", null],
  ["", null],
])("the sender of %j is %j", (text, sender) => {
  expect(senderOf(text)).toEqual(sender);
});

describe("the Email Service", () => {
  test("is given the parts and headers, without those that it writes itself", async () => {
    const { given, MAIL: bound } = binding();
    expect(await new CloudflareTransport(bound).send(MAIL)).toEqual({ outcome: "sent" });
    expect(given).toEqual([
      {
        from: { name: "Loam", email: "stock@shop.example" },
        to: "Somebody@X.example",
        subject: "S",
        text: "T",
        html: "<p>H</p>",
        headers: {
          "Auto-Submitted": "auto-generated",
          "List-Unsubscribe": "<https://onhand.test/u>",
          "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
      },
    ]);
  });

  test("is given no link to unsubscribe that it would refuse, and a sender without a name as an address", async () => {
    const { given, MAIL: bound } = binding();
    const headers = { ...MAIL.headers, "List-Unsubscribe": "<http://127.0.0.1:8787/u>" };
    const from = { name: "", address: "stock@shop.example" };
    await new CloudflareTransport(bound).send({ ...MAIL, from, headers });
    expect(given).toMatchObject([{ from: "stock@shop.example", headers: { "Auto-Submitted": "auto-generated" } }]);
    expect(given).not.toMatchObject([{ headers: { "List-Unsubscribe-Post": expect.anything() } }]);
  });

  test.each([
    ["E_RECIPIENT_SUPPRESSED", { outcome: "drop" }],
    ["E_DELIVERY_FAILED", { outcome: "drop" }],
    ["E_RATE_LIMIT_EXCEEDED", { outcome: "retry", afterS: 60 }],
    ["E_DAILY_LIMIT_EXCEEDED", { outcome: "retry", afterS: 3_600 }],
    ["E_INTERNAL_SERVER_ERROR", { outcome: "retry", afterS: 0 }],
    ["E_SENDER_NOT_VERIFIED", { outcome: "dead" }],
    ["E_SENDER_DOMAIN_NOT_AVAILABLE", { outcome: "dead" }],
    ["E_RECIPIENT_NOT_ALLOWED", { outcome: "dead" }],
    ["E_VALIDATION_ERROR", { outcome: "dead" }],
    ["E_HEADER_NOT_ALLOWED", { outcome: "dead" }],
    ["E_SOMETHING_NEW", { outcome: "retry" }],
  ])("that says %s", async (code, outcome) => {
    const { MAIL: bound } = binding(Object.assign(new Error("why"), { code }));
    expect(await new CloudflareTransport(bound).send(MAIL)).toEqual({ ...outcome, error: `${code}: why` });
  });

  test("that fails without a code is tried again", async () => {
    const { MAIL: bound } = binding(new Error("Network connection lost"));
    const outcome = { outcome: "retry", error: "Error: Network connection lost" };
    expect(await new CloudflareTransport(bound).send(MAIL)).toEqual(outcome);
  });
});

describe("the local outbox", () => {
  beforeEach(async () => {
    await env.DB.prepare("DELETE FROM outbox_mail").run();
  });

  test("keeps mails as they would leave, the newest first, by numbers", async () => {
    const outbox = new OutboxTransport(env.DB);
    expect(await outbox.send(MAIL)).toEqual({ outcome: "sent" });
    await outbox.send({ ...MAIL, subject: "Second" });
    const [second, first] = await listOutbox(env.DB);
    expect([second?.subject, first?.subject, first?.to]).toEqual(["Second", "S", "Somebody@X.example"]);
    expect(second?.number).toBe((first?.number ?? 0) + 1);
    expect(await readOutbox(env.DB, first?.number ?? 0)).toMatchObject(MAIL);
    expect(await readOutbox(env.DB, 1_000_000)).toBeNull();
  });

  test.each([
    [200, "1"],
    [201, "2"],
  ])("with %i mails keeps the newest two hundred", async (mails, oldest) => {
    const outbox = new OutboxTransport(env.DB);
    for (let number = 1; number <= mails; number += 1) await outbox.send({ ...MAIL, subject: `${number}` });
    const kept = await listOutbox(env.DB);
    expect([kept.length, kept.at(-1)?.subject]).toEqual([200, oldest]);
  });
});

describe("SMTP_URL", () => {
  test.each([
    ["smtps://mx.example", { host: "mx.example", port: 465, tls: "implicit", credentials: null }],
    ["smtp://mx.example/", { host: "mx.example", port: 587, tls: "starttls", credentials: null }],
    ["smtp://mx.example:443", { host: "mx.example", port: 443, tls: "starttls", credentials: null }],
    ["smtp://127.0.0.1:1025", { host: "127.0.0.1", port: 1025, tls: "none", credentials: null }],
    ["smtp://localhost:1025", { host: "localhost", port: 1025, tls: "none", credentials: null }],
    ["smtp://[::1]:1025", { host: "[::1]", port: 1025, tls: "none", credentials: null }],
    ["smtps://127.0.0.1:1025", { host: "127.0.0.1", port: 1025, tls: "implicit", credentials: null }],
    // What only looks like this machine is none.
    ["smtp://127.0.0.1.example", { host: "127.0.0.1.example", port: 587, tls: "starttls", credentials: null }],
    [
      "smtps://loam%40x.example:p%C3%A4%2Fss%3A@mx.example:2465",
      {
        host: "mx.example",
        port: 2465,
        tls: "implicit",
        credentials: { username: "loam@x.example", password: "pä/ss:" },
      },
    ],
    ["https://mx.example", null],
    ["mx.example:587", null],
    ["smtp://", null],
    ["smtp://mx.example:99999", null],
    ["smtp://mx.example/inbox", null],
    ["smtp://a%ff:b@mx.example", null],
  ])("%s", (url, server) => {
    expect(smtpServerOf(url)).toEqual(server);
  });
});

describe("a header", () => {
  test("of plain text stays as it is, folded at spaces", () => {
    expect(encodedText("Bud vase is back")).toBe("Bud vase is back");
    const long = "seven77 ".repeat(12).trim();
    expect(encodedText(long).split("\r\n")).toEqual([
      "seven77 seven77 seven77 seven77 seven77 seven77 seven77 seven77 seven77",
      " seven77 seven77 seven77",
    ]);
    expect(folded(`<https://x.example/${"t".repeat(200)}>`)).not.toContain("\r\n");
  });

  test("of other text is in encoded words of at most 75 characters, each of whole characters", () => {
    const text = "Ä".repeat(60) + "😀".repeat(20);
    const words = encodedText(text).split("\r\n ");
    for (const word of words) expect(word).toMatch(/^=\?UTF-8\?B\?[A-Za-z0-9+/=]{1,63}\?=$/);
    const decoded = words.map((word) => {
      const bytes = Uint8Array.from(atob(word.slice(10, -2)), (character) => character.charCodeAt(0));
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
    });
    expect(decoded.join("")).toBe(text);
  });

  test("that looks like an encoded word is encoded", () => {
    expect(encodedText("=?UTF-8?Q?hidden?=")).toBe("=?UTF-8?B?PT9VVEYtOD9RP2hpZGRlbj89?=");
  });

  test("of a mailbox quotes its name", () => {
    expect(encodedMailbox("", "a@x.example")).toBe("a@x.example");
    expect(encodedMailbox('Loam, "Ltd" \\', "a@x.example")).toBe('"Loam, \\"Ltd\\" \\\\" <a@x.example>');
    expect(encodedMailbox("Lö", "a@x.example")).toBe("=?UTF-8?B?TMO2?=\r\n <a@x.example>");
  });
});
