/** A custom low-stock activity is to be told of a recorded event. */
export interface CrossingMessage {
  kind: "crossing";
  /** Id of the event. */
  event: string;
}

/** A mail is to be sent. What it says stands in its row. */
export interface MailMessage {
  kind: "mail";
  mail: string;
}

/** An event is to be delivered to an endpoint. What is sent stands in its row. */
export interface DeliveryMessage {
  kind: "delivery";
  delivery: string;
}

/** Something may have become purchasable, or a wave may be due. At most `LOOKS_PER_MESSAGE_MAX` of them. */
export interface LookMessage {
  kind: "look";
  /** Rows of `waiting`. */
  waiting: string[];
}

/**
 * What the queue of notices carries: names of rows, never what they say. The row decides what is done, so that a message
 * that is lost, repeated or late does no harm; the cron's round sends again what was lost.
 */
export type NoticeMessage = CrossingMessage | MailMessage | DeliveryMessage | LookMessage;
