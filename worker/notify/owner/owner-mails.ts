import type { NoticeSettings } from "../../../sdk/index.ts";
import { base64Url, sha256 } from "../../objects/slot-number.ts";
import type { MailFacts } from "../mail/mail-facts.ts";
import type { NewMail } from "../mail/mails.ts";
import { comparable } from "../subscriptions/address.ts";

/**
 * The mails that tell every address of the owner the same. `occasion`: what they are about, by a name that a repeat has
 * too, so that nobody is told twice.
 */
export function ownerMails(
  { ownerAddresses, locale }: NoticeSettings,
  occasion: string,
  facts: MailFacts,
): Promise<NewMail[]> {
  const recipients = new Map(ownerAddresses.map((email) => [comparable(email), email]));
  return Promise.all(
    [...recipients].map(async ([address, recipient]) => {
      const hash = base64Url(await sha256(JSON.stringify([facts.kind, occasion, address])));
      return { id: `owner_${hash.slice(0, 22)}`, recipient, locale, facts, subscription: null };
    }),
  );
}
