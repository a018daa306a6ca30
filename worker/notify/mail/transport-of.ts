import type { Env } from "../../env.ts";
import { CloudflareTransport } from "./cloudflare-transport.ts";
import { senderOf } from "./mail-address.ts";
import { OutboxTransport } from "./outbox-transport.ts";
import { publicUrlOf } from "./public-url.ts";
import { SmtpTransport } from "./smtp-transport.ts";
import { smtpServerOf } from "./smtp-url.ts";
import type { MailTransport } from "./transport.ts";

/**
 * How mails leave, by what the deployment binds: `MAIL`, else `SMTP_URL`, else the local outbox. `null`: none of them, or no
 * `MAIL_FROM` or `PUBLIC_URL`.
 */
export function transportOf(env: Env): MailTransport | null {
  if (missingForMail(env).length > 0) return null;
  if (env.MAIL !== undefined) return new CloudflareTransport(env.MAIL);
  if (isSet(env.SMTP_URL)) {
    const server = smtpServerOf(env.SMTP_URL);
    return server === null ? null : new SmtpTransport(server);
  }
  return env.MAIL_OUTBOX === "true" ? new OutboxTransport(env.DB) : null;
}

/** Every mail needs these, however it leaves: links begin with the one, and the other is its sender. */
export function missingForMail(env: Env): string[] {
  const missing: string[] = [];
  if (publicUrlOf(env) === null) missing.push("PUBLIC_URL");
  if (senderOf(env.MAIL_FROM ?? "") === null) missing.push("MAIL_FROM");
  return missing;
}

/** What has to be bound or put right before the built-in transports can send. Empty: nothing. */
export function missingForTransport(env: Env): string[] {
  if (env.MAIL !== undefined) return [];
  if (isSet(env.SMTP_URL)) return smtpServerOf(env.SMTP_URL) === null ? ["SMTP_URL"] : [];
  return env.MAIL_OUTBOX === "true" ? [] : ["MAIL or SMTP_URL"];
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}
