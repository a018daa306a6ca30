import type { ProductAttribute, Selection } from "../../sdk/index.ts";
import type { Parsed } from "../import/cell.ts";

/** What a product's parts are, as far as it can be seen here; the server judges the rest. */
type SentAttribute = Omit<ProductAttribute, "required"> & { required?: boolean };

function parseJson(cell: string): unknown {
  try {
    return JSON.parse(cell);
  } catch {
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isAttribute(value: unknown): value is SentAttribute {
  if (typeof value !== "object" || value === null || !("name" in value) || !("values" in value)) return false;
  const required = "required" in value ? value.required : true;
  return (
    isText(value.name) && typeof required === "boolean" && Array.isArray(value.values) && value.values.every(isText)
  );
}

/** `[{"name":"Size","values":["S","M"]}]` */
export function readAttributes(cell: string): Parsed<SentAttribute[]> {
  const value = parseJson(cell);
  if (Array.isArray(value) && value.every(isAttribute)) return { ok: true, value };
  const expected = 'attributes, such as [{"name":"Size","values":["S","M"]}]';
  return { ok: false, reason: { code: "not_understood", column: "attributes", text: cell, expected } };
}

/** `{"Size":"M"}` */
export function readSelection(cell: string): Parsed<Selection> {
  const value = parseJson(cell);
  if (typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every(isText)) {
    // Every value was just seen to be a text.
    return { ok: true, value: value as Selection };
  }
  const expected = 'a selection, such as {"Size":"M"}';
  return { ok: false, reason: { code: "not_understood", column: "selection", text: cell, expected } };
}
