import type { NoticeSettings } from "../../../sdk/index.ts";
import type { Env } from "../../env.ts";
import { base64Url, sha256 } from "../../objects/slot-number.ts";
import { headerText } from "./header-text.ts";
import { isAddress, senderOf } from "./mail-address.ts";
import type { MailFacts } from "./mail-facts.ts";
import { publicUrlOf } from "./public-url.ts";
import type { MailTemplate, MailTemplates, OutgoingMail, TemplateSetting } from "./transport.ts";

/** A mail as it was made. */
export interface MadeMail {
  id: string;
  recipient: string;
  locale: string;
  facts: MailFacts;
}

/** Characters of a hash in a `Message-ID`: 192 bits. */
const HASH_LENGTH = 32;

/**
 * A mail ready to be sent, with the headers that every transport has to carry: whatever a template, a catalogue or a shopper
 * says, each is one line. Throws when the deployment or the mail names no address.
 */
export async function composeMail(
  { id, recipient, locale, facts }: MadeMail,
  notices: NoticeSettings,
  env: Env,
  templates: MailTemplates,
): Promise<OutgoingMail> {
  const from = senderOf(env.MAIL_FROM ?? "");
  const publicUrl = publicUrlOf(env);
  if (from === null || publicUrl === null || !isAddress(recipient))
    throw new Error("A mail needs a sender and a recipient");
  const { hostname, host } = new URL(publicUrl);
  const shopName = notices.shopName === "" ? host : notices.shopName;
  const rendered = render(facts, { shopName, locale, shopLocale: notices.locale }, templates);
  return {
    id,
    from,
    to: recipient,
    subject: headerText(rendered.subject),
    text: rendered.text,
    html: rendered.html,
    headers: {
      "Message-ID": `<${base64Url(await sha256(id)).slice(0, HASH_LENGTH)}@${hostname}>`,
      "Content-Language": headerText(rendered.language ?? locale),
      // Nobody's absence is to be told to us (RFC 3834 5).
      "Auto-Submitted": "auto-generated",
      ...(facts.kind === "back_in_stock" ? unsubscribeHeaders(facts.unsubscribeUrl) : {}),
    },
  };
}

/** By which a mail program unsubscribes with one click (RFC 8058). */
function unsubscribeHeaders(url: string): Record<string, string> {
  return {
    // As the URL standard writes it, which leaves nothing that could end the brackets or the line.
    "List-Unsubscribe": `<${new URL(url).href.replaceAll(">", "%3E")}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  };
}

function render(facts: MailFacts, setting: TemplateSetting, templates: MailTemplates): ReturnType<MailTemplate<never>> {
  // The template of a kind takes the facts of that kind; the compiler does not follow this through a mapped type.
  const template = templates[facts.kind] as MailTemplate<MailFacts>;
  return template(facts, setting);
}
