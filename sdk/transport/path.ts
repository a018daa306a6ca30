import { ValidationError } from "../errors/validation-error.ts";

/** A path below the base, each part encoded: `path("v1/orders", id, "cancel")`. The first is taken as it is. */
export function path(base: string, ...parts: string[]): string {
  return [base, ...parts.map(segment)].join("/");
}

/** The first kind would be another path, in any spelling; the second is half of a character, which no address can have. */
function segment(text: string): string {
  if (!/^\.{0,2}$|\p{Cs}/u.test(text)) return encodeURIComponent(text);
  throw new ValidationError({ message: "Not a name", code: "invalid_request" });
}

/** What is asked for by: parameters by name, those without a value left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** A path with its parameters, in their order. */
export function withQuery(path: string, query: Query): string {
  const text = parametersOf(query);
  return text ? `${path}?${text}` : path;
}

/** The parameters alone: `sku=MUG&channel=web`. Half of a character, which no address can have, is replaced. */
export function parametersOf(query: Query): string {
  // By way of JSON, which leaves out what has no value.
  return `${new URLSearchParams(JSON.parse(JSON.stringify(query)))}`;
}
