import { expect, test } from "vitest";
import { jsonLdText } from "../../../sdk/mappers/index.ts";

const HOSTILE = {
  name: '</script><script>alert("x")</script>',
  "<!--": ["<script", "a < b", "Größe 茶 🍵 & ' \u2028"],
};

test("nothing in it ends the element that it stands in, or begins another", () => {
  const text = jsonLdText(HOSTILE);
  expect(text).toContain('\\u003c/script>\\u003cscript>alert(\\"x\\")\\u003c/script>');
  expect(text).not.toContain("<");
});

test("it says the same", () => {
  expect(JSON.parse(jsonLdText(HOSTILE))).toEqual(HOSTILE);
});

test("what has nothing to escape is plain JSON", () => {
  expect(jsonLdText({ sku: "MUG-BLUE", price: 12.5 })).toBe('{"sku":"MUG-BLUE","price":12.5}');
});
