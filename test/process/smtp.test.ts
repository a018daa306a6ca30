import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { Miniflare } from "miniflare";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { SmtpServer } from "../../worker/notify/mail/smtp-url.ts";
import type { MailOutcome, OutgoingMail } from "../../worker/notify/mail/transport.ts";
import { type Mailbox, type Manner, openMailbox } from "./mailbox.ts";
import { selfSigned } from "./self-signed.ts";

// The transport in workerd, over real sockets, to real servers.

const { key, cert } = selfSigned();
let folder: string;
let runtime: Miniflare;
let origin: URL;
let open: { close(): unknown }[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "onhand-smtp-"));
  const trusted = join(folder, "trusted.pem");
  writeFileSync(trusted, cert);
  // Read when miniflare is loaded.
  process.env.NODE_EXTRA_CA_CERTS = trusted;
  const { convertV4MiniflareOptions, Miniflare } = await import("miniflare");
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "workers/smtp.ts")],
    bundle: true,
    format: "esm",
    write: false,
    external: ["cloudflare:*"],
  });
  const script = outputFiles[0]?.text ?? "";
  const worker = { name: "smtp", compatibilityDate: "2026-11-01", modules: true, script };
  runtime = new Miniflare(convertV4MiniflareOptions({ cf: false, workers: [worker] }));
  origin = await runtime.ready;
});

afterEach(async () => {
  for (const server of open) await server.close();
  open = [];
});

afterAll(async () => {
  await runtime.dispose();
  delete process.env.NODE_EXTRA_CA_CERTS;
  rmSync(folder, { recursive: true, force: true });
});

async function mailbox(manner?: Manner): Promise<Mailbox> {
  const opened = await openMailbox(manner);
  open.push(opened);
  return opened;
}

const MAIL: OutgoingMail = {
  id: "back/1",
  from: { name: "Loam, Ltd", address: "stock@shop.example" },
  to: "somebody@x.example",
  subject: "Bud vase is back in stock",
  text: "Hello\n",
  html: "<p>Hello</p>",
  headers: { "Message-ID": "<abc@shop.example>", "Auto-Submitted": "auto-generated" },
};

async function send(to: string | SmtpServer, mail: Partial<OutgoingMail> = {}): Promise<MailOutcome> {
  const answer = await fetch(origin, { method: "POST", body: JSON.stringify({ to, mail: { ...MAIL, ...mail } }) });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  // What the script answers with.
  return (await answer.json()) as MailOutcome;
}

describe("a mail arrives", () => {
  it("with its sender, recipient, headers and both parts", async () => {
    const { port, received } = await mailbox();
    const headers = {
      ...MAIL.headers,
      "Content-Language": "en",
      "List-Unsubscribe": `<https://shop.example/u?token=${"t".repeat(400)}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    };
    expect(await send(`smtp://127.0.0.1:${port}`, { headers })).toEqual({ outcome: "sent" });
    const [mail] = received;
    expect(received).toHaveLength(1);
    expect(mail).toMatchObject({ sender: "stock@shop.example", recipient: "somebody@x.example" });
    expect(mail?.parsed).toMatchObject({
      from: { name: "Loam, Ltd", address: "stock@shop.example" },
      to: [{ address: "somebody@x.example" }],
      subject: "Bud vase is back in stock",
      messageId: "<abc@shop.example>",
    });
    expect(mail?.parsed.text?.trim()).toBe("Hello");
    expect(mail?.parsed.html?.trim()).toBe("<p>Hello</p>");
    const fields = Object.fromEntries(mail?.parsed.headers.map(({ key, value }) => [key, value]) ?? []);
    expect(fields).toMatchObject({
      "mime-version": "1.0",
      "auto-submitted": "auto-generated",
      "content-language": "en",
      "list-unsubscribe": `<https://shop.example/u?token=${"t".repeat(400)}>`,
      "list-unsubscribe-post": "List-Unsubscribe=One-Click",
    });
    expect(Math.abs(Date.parse(fields.date ?? "") - Date.now())).toBeLessThan(60_000);
    expect(fields.date).toMatch(/ \+0000$/);
  });

  it("in any script, with a long subject, long lines and lines that begin with dots", async () => {
    const { port, received } = await mailbox();
    const subject = `عادت «القميص القطني» إلى المخزن ${"مرة أخرى ".repeat(10)}!`;
    const text = `.first\n..second\n\n.\nlong ${"x".repeat(3_000)}\ntrailing space \nقميص = 100% 😀\n`;
    const html = `<p dir="rtl">.قميص</p>\n.\n<p>${"y".repeat(3_000)}</p>`;
    const from = { name: "متجر Loam", address: "stock@shop.example" };
    expect(await send(`smtp://127.0.0.1:${port}`, { subject, text, html, from })).toEqual({ outcome: "sent" });
    const parsed = received[0]?.parsed;
    expect(parsed?.subject).toBe(subject);
    expect(parsed?.from?.name).toBe("متجر Loam");
    expect(parsed?.text?.trimEnd()).toBe(text.trimEnd());
    expect(parsed?.html?.trimEnd()).toBe(html);
    const lines = received[0]?.raw.split("\r\n") ?? [];
    // Printable ASCII, no bare line ends, and no line that a server might cut.
    expect(received[0]?.raw.replaceAll("\r\n", "")).toMatch(/^[ -~]*$/);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(998);
  });

  it("over TLS from the first byte, with user and password of any characters", async () => {
    const logins: unknown[] = [];
    const { port, received } = await mailbox({
      options: {
        secure: true,
        key,
        cert,
        authOptional: false,
        disabledCommands: [],
        onAuth: ({ username, password }, _, done) => {
          logins.push([username, password]);
          done(null, { user: username });
        },
      },
    });
    const url = `smtps://loam%40x.example:p%C3%A4ss%2F%E2%82%AC@localhost:${port}`;
    expect(await send(url)).toEqual({ outcome: "sent" });
    expect(logins).toEqual([["loam@x.example", "päss/€"]]);
    expect(received[0]).toMatchObject({ isEncrypted: true, user: "loam@x.example" });
  });

  it("over a connection that is encrypted once it is open", async () => {
    const { port, received } = await mailbox({ options: { key, cert, disabledCommands: ["AUTH"] } });
    expect(await send(elsewhere(port))).toEqual({ outcome: "sent" });
    expect(received).toMatchObject([{ recipient: "somebody@x.example", isEncrypted: true }]);
  });
});

/** This machine's, spoken to as another one: there `smtp://` asks for encryption. */
const elsewhere = (port: number): SmtpServer => ({ host: "localhost", port, tls: "starttls", credentials: null });

describe("no mail is sent", () => {
  it("over a connection that is not encrypted, to a server that is not this machine's", async () => {
    const { port, asked } = await mailbox();
    const outcome = await send(elsewhere(port));
    expect(outcome).toMatchObject({ outcome: "retry", error: expect.stringContaining("does not offer STARTTLS") });
    expect(asked).toEqual([]);
  });

  it("to a server whose certificate nobody vouches for", async () => {
    const { port, asked } = await mailbox({ options: { secure: true, ...selfSigned() } });
    expect(await send(`smtps://localhost:${port}`)).toMatchObject({ outcome: "retry" });
    expect(asked).toEqual([]);
  });

  it("after a login that is refused, and somebody has to look", async () => {
    const { port, asked } = await mailbox({
      options: {
        secure: true,
        key,
        cert,
        disabledCommands: [],
        onAuth: (_, __, done) => done(Object.assign(new Error("5.7.8 Wrong password"), { responseCode: 535 })),
      },
    });
    const outcome = await send(`smtps://loam:wrong@localhost:${port}`);
    expect(outcome).toMatchObject({ outcome: "dead", error: expect.stringContaining("535 5.7.8") });
    expect(asked).toEqual([]);
  });
});

describe("a server that says", () => {
  it.each([
    [451, "4.7.1 Greylisted", "retry"],
    [421, "4.7.0 Too many connections", "retry"],
    [550, "5.1.1 No such user", "drop"],
    [552, "5.2.2 Mailbox full", "drop"],
    [553, "5.1.3 Bad name", "drop"],
    [530, "5.7.0 Authentication required", "dead"],
  ])("%i %s to the recipient: %s", async (code, words, outcome) => {
    const { port } = await mailbox({ recipient: () => [code, words] });
    expect(await send(`smtp://127.0.0.1:${port}`)).toMatchObject({
      outcome,
      error: expect.stringContaining(`${code} ${words}`),
    });
  });

  it.each([
    [451, "4.3.0 Try again", "retry"],
    [554, "5.7.1 Looks like spam", "dead"],
    [550, "5.7.1 Not authenticated", "dead"],
  ])("%i %s to the whole mail: %s", async (code, words, outcome) => {
    const { port } = await mailbox({ body: () => [code, words] });
    const said = await send(`smtp://127.0.0.1:${port}`);
    expect(said).toMatchObject({ outcome, error: expect.stringContaining(`${code} ${words}`) });
    expect(said).not.toHaveProperty("uncertain");
  });
});

describe("a connection that fails", () => {
  /** A server that speaks its part up to a line, and then hangs up. */
  async function hangUpAt(line: RegExp): Promise<number> {
    const answer = (socket: Socket, said: string): void => {
      if (line.test(said)) return void socket.end();
      if (/^DATA/.test(said)) socket.write("354 go on\r\n");
      else if (/^EHLO/.test(said)) socket.write("250-mx\r\n250 SIZE 1000000\r\n");
      else socket.write("250 yes\r\n");
    };
    const server: Server = createServer((socket) => {
      socket.on("error", () => {});
      socket.on("data", (data) => answer(socket, data.toString("latin1")));
      socket.write("220 mx\r\n");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    open.push(server);
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  it("because nobody listens is tried again", async () => {
    const { port, close } = await openMailbox();
    await close();
    expect(await send(`smtp://127.0.0.1:${port}`)).toMatchObject({ outcome: "retry" });
  });

  it.each(["EHLO", "MAIL FROM", "RCPT TO", "DATA"])(
    "at %s is tried again, and the mail was surely not sent",
    async (at) => {
      const port = await hangUpAt(new RegExp(`^${at}`));
      const outcome = await send(`smtp://127.0.0.1:${port}`);
      expect(outcome).toMatchObject({ outcome: "retry", error: expect.stringContaining("closed the connection") });
      expect(outcome).not.toHaveProperty("uncertain");
    },
  );

  it("after the last byte may have sent the mail", async () => {
    const port = await hangUpAt(/\r\n\.\r\n$/);
    expect(await send(`smtp://127.0.0.1:${port}`)).toMatchObject({ outcome: "retry", uncertain: true });
  });
});
