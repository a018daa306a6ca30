import { expect, it } from "vitest";
import { idFault } from "../../../cli/import/id-text.ts";

it.each([
  ["A", null],
  ["a b", null],
  ["Größe/赤", null],
  ["x".repeat(128), null],
  ["🧦".repeat(128), null],
  ["x".repeat(129), "too_long"],
  ["", "empty"],
  [".", "dots"],
  ["..", "dots"],
  ["...", null],
  ["a\tb", "not_printable"],
  ["a\u0000b", "not_printable"],
  ["a\u200bb", "not_printable"],
  ["a\u2028b", "not_printable"],
  ["a\ud800b", "not_printable"],
])("judges %j as %s", (text, fault) => {
  expect(idFault(text)).toBe(fault);
});
