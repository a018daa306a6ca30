import type { SubscribeTexts } from "./subscribe-texts.ts";

/** English. */
export const subscribe: SubscribeTexts = {
  email: "E-mail address",
  submit: "Tell me when it is back",
  sending: "Sending…",
  confirmation: "We have sent you a mail: follow its link",
  subscribed: "We will write to you when it is back",
  refusals: {
    address: "Enter an e-mail address",
    rateLimited: "Too many attempts: try again in a minute",
    over: "There is nothing to wait for any more",
    offline: "No connection: try again",
    failed: "That did not work: try again later",
  },
};
