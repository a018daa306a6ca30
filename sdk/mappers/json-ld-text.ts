/**
 * The text between `<script type="application/ld+json">` and its end tag. No `<` is left in it, so that nothing that a name or
 * a URL holds, `</script>` or `<!--`, ends or begins an element (HTML: restrictions for contents of script elements). It is
 * the same JSON: `<` within texts is written as an escape.
 *
 * A script's `textContent`, set by code, needs none of this.
 */
export function jsonLdText(value: object): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
