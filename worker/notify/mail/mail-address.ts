import { headerText } from "./header-text.ts";

/** A sender. */
export interface MailAddress {
  /** May be empty. */
  name: string;
  address: string;
}

/** What SMTP can carry between angle brackets without quotes; it can end no command and no header. */
const ADDRESS = /^[^\s<>()[\],;:"\\@\p{C}]+@[^\s<>()[\],;:"\\@\p{C}]+$/u;

/** Whether mail can be sent there. */
export function isAddress(text: string): boolean {
  return ADDRESS.test(text);
}

/** The sender of `Loam <stock@shop.example>` or of `stock@shop.example`; `null`: it is neither. */
export function senderOf(text: string): MailAddress | null {
  const named = /^(.*)<([^<>]*)>$/.exec(text.trim());
  const address = (named?.[2] ?? text).trim();
  if (!isAddress(address)) return null;
  const name = headerText(named?.[1] ?? "").replace(/^"(.*)"$/, "$1");
  return { name, address };
}
