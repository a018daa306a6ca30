/** A key that a page may have. Whoever sees the page has it: it opens nothing but what shoppers may do. */
export type PublishableKey = `onh_pk_${string}`;

/** A key of a server or a person. A publishable one is not assignable to it, nor the other way round. */
export type SecretKey = `onh_sk_${string}`;

/**
 * Takes a text that comes from elsewhere, such as an environment variable, for a secret key. A `TypeError`, which does not
 * repeat it, for none at all and for a publishable one.
 */
export function secretKey(text: string | undefined): SecretKey {
  if (!text || text.startsWith("onh_pk_"))
    throw new TypeError(`A secret key is wanted, and this is ${text ? "a publishable one" : "none"}.`);
  // A deployment may have chosen an admin key of another form.
  return text as SecretKey;
}

/** The same for a publishable key. */
export function publishableKey(text: string | undefined): PublishableKey {
  if (!text?.startsWith("onh_pk_")) throw new TypeError("A publishable key is wanted: it begins with onh_pk_.");
  // As it has just been found to.
  return text as PublishableKey;
}
