/** What an operator may set about mail and webhooks. */
export type NoticeEnvironment = Readonly<Partial<Record<keyof NoticeVariables, string>>>;

/** What the Worker is given of it. */
export interface NoticeVariables {
  PUBLIC_URL: string;
  MAIL_FROM: string;
  SMTP_URL: string;
  MAIL_OUTBOX: string;
  WEBHOOKS_TO_LOOPBACK: string;
}

/** Where mails go, in words for the operator: the outbox's address, or the server's host. */
export type MailPlace = string;

/**
 * What is set, and where it is not: people reach this machine at `origin`, mails are kept in the local outbox unless a mail
 * server is named, and webhooks go to no machine of one's own. `MAIL_OUTBOX` set to nothing does without mail.
 */
export function noticeVariables(environment: NoticeEnvironment, origin: string): NoticeVariables {
  const smtpUrl = environment.SMTP_URL ?? "";
  return {
    PUBLIC_URL: nonEmpty(environment.PUBLIC_URL, origin),
    MAIL_FROM: nonEmpty(environment.MAIL_FROM, "Onhand <onhand@localhost>"),
    SMTP_URL: smtpUrl,
    MAIL_OUTBOX: environment.MAIL_OUTBOX ?? (smtpUrl === "" ? "true" : ""),
    WEBHOOKS_TO_LOOPBACK: environment.WEBHOOKS_TO_LOOPBACK ?? "",
  };
}

/** The server without its password, the page of the outbox, or that there is neither. */
export function mailPlaceOf({ SMTP_URL, MAIL_OUTBOX }: NoticeVariables, origin: string): MailPlace {
  if (SMTP_URL !== "") return SMTP_URL.replace(/^(smtps?:\/\/).*@/i, "$1");
  return MAIL_OUTBOX === "true" ? `${origin}/outbox` : "not configured";
}

function nonEmpty(value: string | undefined, otherwise: string): string {
  return value === undefined || value === "" ? otherwise : value;
}
