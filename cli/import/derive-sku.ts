import { createHash } from "node:crypto";
import { ID_LENGTH_MAX } from "./bounds.ts";

/** What a SKU is derived from: the product's id, and the option values in the order of its options. */
export interface SkuOrigin {
  product: string;
  values: readonly string[];
}

/** Between the parts. No part contains it, so that two origins of plain parts never read the same. */
const JOINT = ":";
/** Before the digest. No part contains it either: what has a digest is told from what has none. */
const DIGEST_MARK = "~";
const DIGEST_LENGTH = 10;
const SUFFIX_LENGTH = DIGEST_MARK.length + DIGEST_LENGTH;

/** Letters and digits of any script, `-`, `.`, `_` and `+`. */
const PLAIN_PRODUCT = /^[\p{L}\p{N}._+-]+$/u;
/** The same with single spaces, which are written as `_`, and so without `_` itself. */
const PLAIN_VALUE = /^[\p{L}\p{N}.+-]+( [\p{L}\p{N}.+-]+)*$/u;

function isPlain({ product, values }: SkuOrigin): boolean {
  const parts = [product, ...values];
  return (
    PLAIN_PRODUCT.test(product) &&
    values.every((value) => PLAIN_VALUE.test(value)) &&
    parts.every((part) => part === part.normalize("NFC"))
  );
}

/** The parts as they can be read; of plain parts no two origins give the same. */
function written({ product, values }: SkuOrigin): string {
  return [product, ...values].map((part) => part.normalize("NFC").replace(/[^\p{L}\p{N}._+-]+/gu, "_")).join(JOINT);
}

function digest(origin: SkuOrigin): string {
  const content = JSON.stringify([origin.product, ...origin.values]);
  return createHash("sha256").update(content).digest("hex").slice(0, DIGEST_LENGTH);
}

/** The text cut to that many UTF-16 units, never within a character. */
function cut(text: string, length: number): string {
  let kept = "";
  for (const character of text) {
    if (kept.length + character.length > length) break;
    kept += character;
  }
  return kept;
}

function withDigest(origin: SkuOrigin): string {
  return cut(written(origin), ID_LENGTH_MAX - SUFFIX_LENGTH) + DIGEST_MARK + digest(origin);
}

/**
 * The SKU of a choice for which the file has none: `oak-desk`, `oak-desk:Light:1.2_m`, of at most 128 characters.
 *
 * It depends on the handle and the option values alone. Neither the order of rows nor another row changes it: a SKU that
 * changed when a colour is added would leave its stock behind. Where a part has characters that cannot be written out,
 * or the whole is too long, a digest of the exact content is added, so that `Red/Blue` and `Red Blue` stay apart.
 *
 * Only one thing outside counts: `given`, the SKUs that the file itself names. One of them is never derived again.
 */
export function deriveSku(origin: SkuOrigin, given: ReadonlySet<string>): string {
  const text = written(origin);
  if (isPlain(origin) && text.length <= ID_LENGTH_MAX && !given.has(text)) return text;
  return withDigest(origin);
}
