import type { MailFacts, MailKind } from "./mail-facts.ts";

/** A mail, ready to be sent. */
export interface OutgoingMail {
  /** Stable: a repeat has the same, and so has its `Message-ID`. */
  id: string;
  from: { name: string; address: string };
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Beside those that the transport writes: `Message-ID`, `List-Unsubscribe`, `List-Unsubscribe-Post`, `Content-Language`, … */
  headers: Record<string, string>;
}

/**
 * What came of handing a mail over. `retry`: it may go another time, after so many seconds if the other side said so;
 * `uncertain` says that it may have gone all the same, so that it is tried once more and not again and again. `drop`: it will never go, and that is nobody's fault but the address's. `dead`: it will never go as it is, and somebody has
 * to look.
 */
export type MailOutcome =
  | { outcome: "sent" }
  | { outcome: "retry"; error: string; afterS?: number; uncertain?: boolean }
  | { outcome: "drop"; error: string }
  | { outcome: "dead"; error: string };

/** A way for mails to leave. `send` throws for nothing that it can say as an outcome; what it throws is tried again. */
export interface MailTransport {
  /** Shown by `/health`. */
  readonly name: string;
  send(mail: OutgoingMail): Promise<MailOutcome>;
}

/** What is said in a mail. */
export interface RenderedMail {
  subject: string;
  text: string;
  html: string;
  /** BCP 47 tag of the language that it is written in. Default: the setting's locale. */
  language?: string;
}

/** What every template is given beside its facts. */
export interface TemplateSetting {
  shopName: string;
  /** BCP 47 tag as the subscriber or the settings have it: `de-AT`, `ar`. */
  locale: string;
  /** The shop's own, for who asks for a language that the template does not speak. */
  shopLocale: string;
}

/** Makes a mail of facts. Pure. */
export type MailTemplate<Facts> = (facts: Facts, setting: TemplateSetting) => RenderedMail;

/** One for each kind of mail. */
export type MailTemplates = { [Kind in MailKind]: MailTemplate<Extract<MailFacts, { kind: Kind }>> };
