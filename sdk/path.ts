import { ValidationError } from "./errors/validation-error.ts";

/** A path below the base, each part encoded: `path("v1/orders", id, "cancel")`. The first is taken as it is. */
export function path(base: string, ...parts: string[]): string {
  return [base, ...parts.map(segment)].join("/");
}

/** A path with those parameters that have a value, in their order. */
export function withQuery(
  path: string,
  parameters: Iterable<readonly [string, string | number | null | undefined]>,
): string {
  const pairs = [...parameters].flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [`${name}=${encoded(String(value))}`],
  );
  return pairs.length === 0 ? path : `${path}?${pairs.join("&")}`;
}

/** Text as it stands in an address. */
export function encoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    throw impossible("A name has half of a character in it (a lone surrogate).");
  }
}

/** These would be another path, in any spelling: the request would reach another route. */
function segment(text: string): string {
  if (text === "" || text === "." || text === "..") throw impossible('A name in a path is not empty, "." or "..".');
  return encoded(text);
}

function impossible(message: string): ValidationError {
  return new ValidationError({ message, code: "invalid_request" });
}
