import { OUTBOX_MAILS_MAX } from "../../core/bounds.ts";
import { comparable } from "../subscriptions/address.ts";
import type { MailOutcome, MailTransport, OutgoingMail } from "./transport.ts";

/** A mail of the local outbox, as its list names it. */
export interface OutboxEntry {
  number: number;
  to: string;
  subject: string;
  at: string;
}

/** One mail of the local outbox. */
export interface OutboxMail extends OutgoingMail {
  number: number;
  at: string;
}

/** Sends nothing: keeps the newest `OUTBOX_MAILS_MAX` mails where a developer can look at them. */
export class OutboxTransport implements MailTransport {
  readonly name = "outbox";
  readonly #db: D1Database;

  constructor(db: D1Database) {
    this.#db = db;
  }

  async send(mail: OutgoingMail): Promise<MailOutcome> {
    await this.#db.batch([
      this.#db
        .prepare("INSERT INTO outbox_mail (id, address, doc, at) VALUES (?, ?, ?, ?)")
        .bind(mail.id, comparable(mail.to), JSON.stringify(mail), Date.now()),
      // Numbers have holes where mails were erased.
      this.#db
        .prepare(
          "DELETE FROM outbox_mail WHERE number <= (SELECT number FROM outbox_mail ORDER BY number DESC LIMIT 1 OFFSET ?)",
        )
        .bind(OUTBOX_MAILS_MAX),
    ]);
    return { outcome: "sent" };
  }
}

/** All that is kept, the newest first. */
export async function listOutbox(db: D1Database): Promise<OutboxEntry[]> {
  const { results } = await db
    .prepare(
      "SELECT number, doc ->> '$.to' AS recipient, doc ->> '$.subject' AS subject, at FROM outbox_mail ORDER BY number DESC",
    )
    .all<{ number: number; recipient: string; subject: string; at: number }>();
  return results.map(({ number, recipient, subject, at }) => ({
    number,
    to: recipient,
    subject,
    at: new Date(at).toISOString(),
  }));
}

/** One mail by its number; `null`: it is not there, or not any more. */
export async function readOutbox(db: D1Database, number: number): Promise<OutboxMail | null> {
  const row = await db
    .prepare("SELECT doc, at FROM outbox_mail WHERE number = ?")
    .bind(number)
    .first<{ doc: string; at: number }>();
  // Written by `send` alone.
  return row === null ? null : { ...(JSON.parse(row.doc) as OutgoingMail), number, at: new Date(row.at).toISOString() };
}
