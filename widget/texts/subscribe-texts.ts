/** All that the form of a subscription says in one language; sentences as in `Texts`. */
export interface SubscribeTexts {
  /** Names its input. */
  readonly email: string;
  /** On its button, and while it sends. */
  readonly submit: string;
  readonly sending: string;
  /** A mail is on its way, with the link that has to be followed. */
  readonly confirmation: string;
  /** Nothing more is to be done. */
  readonly subscribed: string;
  /** Why it was not sent, or not taken. */
  readonly refusals: Readonly<Record<SubscribeRefusal, string>>;
}

/**
 * `address`: no e-mail address. `rateLimited`: too many attempts in a minute. `over`: there is nothing to wait for any more.
 * `offline`: no answer came. `failed`: everything else, and nothing that a shopper can mend.
 */
export type SubscribeRefusal = "address" | "rateLimited" | "over" | "offline" | "failed";
