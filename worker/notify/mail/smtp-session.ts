import { Email, type EmailOptions, LogLevel, WorkerMailer, type WorkerMailerOptions } from "worker-mailer";
import type { SmtpServer } from "./smtp-url.ts";

/** A server did not say yes. */
export class SmtpRefusal extends Error {
  override readonly name = "SmtpRefusal";
  /** What the session was at. After `body` the mail may have been taken even without an answer. */
  readonly step: SmtpStep;
  /** The reply's three digits; `null`: there was no reply, the connection failed. */
  readonly code: number | null;

  constructor(step: SmtpStep, message: string, code: number | null) {
    super(message);
    this.step = step;
    this.code = code;
  }
}

export type SmtpStep = "connect" | "sender" | "recipient" | "data" | "body";

/** What the package does in a session, which its types call private: the steps of RFC 5321, each of which throws on a refusal. */
interface Steps {
  emailSending: Email | null;
  readonly secure: boolean;
  readonly startTls: boolean;
  readonly supportsStartTls: boolean;
  readonly credentials?: unknown;
  allowAuth: boolean;
  readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly socket: { close(): Promise<void> };
  initializeSmtpSession(): Promise<void>;
  auth(): Promise<void>;
  read(): Promise<string>;
  writeLine(line: string): Promise<void>;
  mail(): Promise<void>;
  rcpt(): Promise<void>;
  data(): Promise<void>;
  body(): Promise<void>;
}

// The class has these members; only its types keep them and the constructor to themselves. What is called by one step after
// the other here runs in the package from a loop that is of use for many mails over one connection.
const Mailer = WorkerMailer as unknown as new (options: WorkerMailerOptions) => Steps;

/** One mail over one connection. It corrects what the package does otherwise than servers or RFC 5321 would have it. */
export class SmtpSession extends Mailer {
  constructor({ host, port, tls, credentials }: SmtpServer, timeoutMs: number) {
    super({
      host,
      port,
      secure: tls === "implicit",
      startTls: tls === "starttls",
      ...(credentials === null ? {} : { credentials: binary(credentials) }),
      // The third that it knows, CRAM-MD5, is for connections without TLS.
      authType: ["plain", "login"],
      // Its log repeats addresses.
      logLevel: LogLevel.NONE,
      socketTimeoutMs: timeoutMs,
      // A server that has this extension is otherwise told to keep bounces to itself (RFC 3461 4.1).
      dsn: { NOTIFY: { FAILURE: true } },
    });
  }

  /** Throws an {@link SmtpRefusal} that says at which step. The connection is closed whatever happens. */
  async deliver(mail: EmailOptions): Promise<void> {
    try {
      await at("connect", this.initializeSmtpSession());
      this.emailSending = new Email(mail);
      await at("sender", this.mail());
      await at("recipient", this.rcpt());
      await at("data", this.data());
      await at("body", this.body());
      // Whether the goodbye arrives is of no matter.
      await this.writeLine("QUIT").catch(() => {});
    } finally {
      void this.socket.close().catch(() => {});
    }
  }

  /** Without TLS neither the mail nor the password leaves: a server that does not offer it may be somebody in between. */
  override async auth(): Promise<void> {
    if (this.startTls && !this.secure && !this.supportsStartTls) throw new Error("The server does not offer STARTTLS");
    // Having credentials is the deployment's choice; a server that wants some will say so.
    if (this.credentials === undefined) this.allowAuth = false;
    await super.auth();
  }

  /** The package asks a connection that has ended again and again, without ever giving way to anything else. */
  override async read(): Promise<string> {
    const reader = this.reader;
    const decoder = new TextDecoder();
    for (let reply = ""; ; ) {
      const { value, done } = await reader.read();
      if (done) throw new Error("The server has closed the connection");
      reply += decoder.decode(value, { stream: true });
      // The last line of a reply has a space after its code (RFC 5321 4.2.1).
      if (/(^|\n)\d{3}( [^\n]*)?\r?\n$/.test(reply)) return reply;
    }
  }

  /** An address in EHLO stands in brackets, and no space stands before a path (RFC 5321 4.1.1.1, 4.1.1.2). */
  override writeLine(line: string): Promise<void> {
    return super.writeLine(
      line
        .replace(/^(EHLO|HELO) (\S+)$/, "$1 [$2]")
        .replace(/^(MAIL FROM|RCPT TO): </, "$1:<")
        .trimEnd(),
    );
  }
}

async function at(step: SmtpStep, running: Promise<void>): Promise<void> {
  try {
    await running;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // It repeats the command and then the reply, whose code is the last that stands before a space or hyphen at a line's start.
    throw new SmtpRefusal(step, message.trim(), codeOf(message));
  }
}

/** The code of the reply that the package's message ends with. */
function codeOf(message: string): number | null {
  const code = /(?:^|[\s:>])([245]\d\d)[ -]/.exec(message.replace(/^Invalid (MAIL FROM|RCPT TO): <[^>]*>/, ""))?.[1];
  return code === undefined ? null : Number(code);
}

/** The package encodes a character as a byte. */
function binary(credentials: { username: string; password: string }): { username: string; password: string } {
  const bytes = (text: string): string => String.fromCharCode(...new TextEncoder().encode(text));
  return { username: bytes(credentials.username), password: bytes(credentials.password) };
}
