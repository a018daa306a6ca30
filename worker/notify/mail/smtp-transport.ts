import { MAIL_SEND_MS_MAX } from "../../core/bounds.ts";
import { encodedMailbox, encodedText, folded } from "./mime-header.ts";
import { SmtpRefusal, SmtpSession } from "./smtp-session.ts";
import type { SmtpServer } from "./smtp-url.ts";
import type { MailOutcome, MailTransport, OutgoingMail } from "./transport.ts";

/** How long a server may be silent: an attempt ends before it is given up as one that nobody knows the end of. */
const SILENCE_MS_MAX = MAIL_SEND_MS_MAX / 2;
/** Replies that are the recipient's: no such mailbox, a full or disabled one, none that mail is taken for (RFC 5321 4.2.3, RFC 7504). */
const RECIPIENT_CODES = [550, 551, 552, 553, 556];

/**
 * A mail server, over sockets. A connection for each mail: they are few, and a queue's consumer outlives none. A reply of
 * 4xx and a connection that fails are tried again, of 5xx not: at the recipient it is the address's fault, elsewhere
 * somebody has to look.
 */
export class SmtpTransport implements MailTransport {
  readonly name = "smtp";
  readonly #server: SmtpServer;

  constructor(server: SmtpServer) {
    this.#server = server;
  }

  async send({ from, to, subject, text, html, headers }: OutgoingMail): Promise<MailOutcome> {
    const session = new SmtpSession(this.#server, SILENCE_MS_MAX);
    try {
      await session.deliver({
        from: { email: from.address },
        to: { email: to },
        // All that stands in the head is written here: the package encodes a long subject as one word, and no From at all well.
        subject: "",
        text,
        html,
        headers: {
          From: encodedMailbox(from.name, from.address),
          To: to,
          Subject: encodedText(subject),
          Date: new Date().toUTCString().replace("GMT", "+0000"),
          ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, folded(value)])),
        },
      });
      return { outcome: "sent" };
    } catch (error) {
      if (!(error instanceof SmtpRefusal)) throw error;
      return outcomeOf(error);
    }
  }
}

function outcomeOf({ step, code, message }: SmtpRefusal): MailOutcome {
  const error = `SMTP, ${step}: ${message}`;
  if (code === null) return { outcome: "retry", error, ...(step === "body" ? { uncertain: true } : {}) };
  if (code < 500) return { outcome: "retry", error };
  return { outcome: step === "recipient" && RECIPIENT_CODES.includes(code) ? "drop" : "dead", error };
}
