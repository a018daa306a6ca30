import type { Env } from "./env.ts";
import type { MailKind } from "./notify/mail/mail-facts.ts";
import { TEMPLATES } from "./notify/mail/templates.ts";
import type { MailTemplate, MailTemplates, MailTransport, RenderedMail } from "./notify/mail/transport.ts";
import { missingForMail } from "./notify/mail/transport-of.ts";

/**
 * The transport of a deployment's own. It is asked only where a sender and the links' beginning are known. One that throws,
 * or gives what is no transport, is logged, and mail is not configured.
 */
export function guardedTransport(choose: (env: Env) => unknown): (env: Env) => MailTransport | null {
  return (env) => {
    if (missingForMail(env).length > 0) return null;
    try {
      const transport = choose(env);
      if (transport === null || isTransport(transport)) return transport;
      console.error("mailTransport gave what is no transport");
    } catch (error) {
      console.error("mailTransport failed", error);
    }
    return null;
  };
}

/** The templates of a deployment over the built-in ones, each of which is asked instead when its replacement fails. */
export function guardedTemplates(own: Partial<MailTemplates>): MailTemplates {
  return {
    confirm_subscription: guarded("confirm_subscription", own.confirm_subscription, TEMPLATES.confirm_subscription),
    back_in_stock: guarded("back_in_stock", own.back_in_stock, TEMPLATES.back_in_stock),
    owner_crossings: guarded("owner_crossings", own.owner_crossings, TEMPLATES.owner_crossings),
    low_stock_digest: guarded("low_stock_digest", own.low_stock_digest, TEMPLATES.low_stock_digest),
    endpoint_disabled: guarded("endpoint_disabled", own.endpoint_disabled, TEMPLATES.endpoint_disabled),
  };
}

function guarded<Facts>(
  kind: MailKind,
  own: MailTemplate<Facts> | undefined,
  builtIn: MailTemplate<Facts>,
): MailTemplate<Facts> {
  if (own === undefined) return builtIn;
  return (facts, setting) => {
    try {
      const mail: unknown = own(structuredClone(facts), { ...setting });
      if (isMail(mail)) return mail;
      console.error(`The mail template ${kind} gave no subject, text and html`);
    } catch (error) {
      console.error(`The mail template ${kind} failed`, error);
    }
    return builtIn(facts, setting);
  };
}

function isTransport(value: unknown): value is MailTransport {
  return isObject(value) && typeof value.name === "string" && typeof value.send === "function";
}

function isMail(value: unknown): value is RenderedMail {
  if (!isObject(value)) return false;
  const { subject, text, html, language } = value;
  return [subject, text, html].every(isText) && (language === undefined || isText(language));
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
