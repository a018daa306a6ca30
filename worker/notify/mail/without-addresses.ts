import { ERROR_LENGTH_MAX } from "../../core/bounds.ts";

/** Also as they stand in links, in quoted-printable text and in SMTP parameters (RFC 3461). */
const ADDRESS = /[^\s<>"'(),:;[\]\\]+(?:@|%40|=40|\+40)[^\s<>"'(),:;[\]\\]+/gi;
/** A name this short also is part of words that say what went wrong. */
const NAME_LENGTH_MIN = 3;

/**
 * An error as it may be kept and logged: servers repeat whom a mail was for. Neither `recipient`, nor the part before its
 * @ as a word, nor anything else that looks like an address is left; at most `ERROR_LENGTH_MAX` characters.
 */
export function withoutAddresses(error: string, recipient: string): string {
  const name = recipient.slice(0, recipient.lastIndexOf("@"));
  const stripped = error.replaceAll(recipient, "…").replace(ADDRESS, "…");
  const word = new RegExp(`(?<!\\w)${name.replace(/[^\w]/g, "\\$&")}(?!\\w)`, "gi");
  const nameless = name.length < NAME_LENGTH_MIN ? stripped : stripped.replace(word, "…");
  return nameless.replace(/\s+/g, " ").trim().slice(0, ERROR_LENGTH_MAX);
}
