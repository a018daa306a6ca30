/** What was given up: a mail, a webhook's delivery, or a message that its consumer could not handle. */
export type DeadLetterKind = "mail" | "delivery" | "message";

/** Something that was given up after its last try. Kept for 90 days, also when it was replayed. */
export interface DeadLetter {
  id: string;
  kind: DeadLetterKind;
  /** Id of the mail or the delivery; for a message what kind it was. */
  subject: string;
  error: string;
  at: string;
  /** When it was last sent again; `null` once it was given up again. */
  replayedAt: string | null;
}

/** What dead letters are asked for by. */
export interface DeadLetterFilter {
  kind?: DeadLetterKind;
}
