import { DEFAULT_RULES, type StockRules } from "./core/rules.ts";
import type { Env } from "./env.ts";
import type { CrossingListeners } from "./low-stock-activity.ts";
import { TEMPLATES } from "./notify/mail/templates.ts";
import type { MailTemplates, MailTransport } from "./notify/mail/transport.ts";
import { transportOf } from "./notify/mail/transport-of.ts";

/** All that a deployment decides for itself: its rules, and how it tells people. */
export interface Deployment {
  rules: StockRules;
  /** Told of crossings, by the name of the low-stock activity. */
  listeners: CrossingListeners;
  /** How mails leave; `null`: nothing that could send them is configured. */
  transportOf: (env: Env) => MailTransport | null;
  templates: MailTemplates;
}

/** The built-in rules, transports and templates. */
export const DEFAULT_DEPLOYMENT: Deployment = {
  rules: DEFAULT_RULES,
  listeners: {},
  transportOf,
  templates: TEMPLATES,
};
