import type { MailOutcome, MailTransport, OutgoingMail } from "./transport.ts";

/**
 * What to do with a mail that Cloudflare's Email Service did not take, by its error codes
 * (developers.cloudflare.com/email-service/api/send-emails/workers-api, "Error codes"; those of headers are explained in
 * …/email-service/reference/headers). Codes that are not listed are tried again.
 */
const OUTCOMES: Record<string, "drop" | "dead" | { afterS: number }> = {
  // The address bounced or complained before (…/email-service/concepts/suppressions).
  E_RECIPIENT_SUPPRESSED: "drop",
  // The recipient's server said no, or not yet for too long: the service itself tries again what is temporary
  // (…/email-service/concepts/email-lifecycle, stage 5).
  E_DELIVERY_FAILED: "drop",
  // Limits of the account (…/email-service/platform/limits); the page names no time for the first.
  E_RATE_LIMIT_EXCEEDED: { afterS: 60 },
  E_DAILY_LIMIT_EXCEEDED: { afterS: 3_600 },
  E_INTERNAL_SERVER_ERROR: { afterS: 0 },
  // The deployment's configuration: the sender's domain, or a binding that may not send to everybody.
  E_SENDER_NOT_VERIFIED: "dead",
  E_SENDER_DOMAIN_NOT_AVAILABLE: "dead",
  E_RECIPIENT_NOT_ALLOWED: "dead",
  // The mail itself: it is the same at every attempt.
  E_VALIDATION_ERROR: "dead",
  E_FIELD_MISSING: "dead",
  E_TOO_MANY_RECIPIENTS: "dead",
  E_CONTENT_TOO_LARGE: "dead",
  E_HEADER_NOT_ALLOWED: "dead",
  E_HEADER_USE_API_FIELD: "dead",
  E_HEADER_VALUE_INVALID: "dead",
  E_HEADER_VALUE_TOO_LONG: "dead",
  E_HEADER_NAME_INVALID: "dead",
  E_HEADERS_TOO_LARGE: "dead",
  E_HEADERS_TOO_MANY: "dead",
};

/** Written by the service itself, which refuses mails that have one (…/email-service/reference/headers). */
const ITS_OWN = ["date", "message-id", "mime-version"];

/** Cloudflare's Email Service, by a `send_email` binding. Its own `Message-ID` stands in the mails. */
export class CloudflareTransport implements MailTransport {
  readonly name = "cloudflare";
  readonly #binding: SendEmail;

  constructor(binding: SendEmail) {
    this.#binding = binding;
  }

  async send({ from, to, subject, text, html, headers }: OutgoingMail): Promise<MailOutcome> {
    const sender = from.name === "" ? from.address : { name: from.name, email: from.address };
    try {
      await this.#binding.send({ from: sender, to, subject, text, html, headers: takenHeaders(headers) });
      return { outcome: "sent" };
    } catch (error) {
      return outcomeOf(error);
    }
  }
}

function takenHeaders(headers: OutgoingMail["headers"]): Record<string, string> {
  const hasSecureLink = headers["List-Unsubscribe"]?.startsWith("<https:") === true;
  const isTaken = (name: string): boolean =>
    !ITS_OWN.includes(name.toLowerCase()) && (hasSecureLink || !name.startsWith("List-Unsubscribe"));
  return Object.fromEntries(Object.entries(headers).filter(([name]) => isTaken(name)));
}

function outcomeOf(error: unknown): MailOutcome {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const said = code === "" ? String(error) : `${code}: ${error instanceof Error ? error.message : ""}`;
  const outcome = Object.hasOwn(OUTCOMES, code) ? OUTCOMES[code] : undefined;
  if (outcome === "drop" || outcome === "dead") return { outcome, error: said };
  return { outcome: "retry", error: said, ...(outcome === undefined ? {} : { afterS: outcome.afterS }) };
}
