import { describe, expect, test } from "vitest";
import { csvOf } from "../../../worker/routes/csv.ts";

describe("a cell of CSV", () => {
  test.each([
    ["plain", "plain"],
    ["", ""],
    ["a,b", '"a,b"'],
    ["a;b", '"a;b"'],
    ['say "so"', '"say ""so"""'],
    ["two\nlines", '"two\nlines"'],
    [" spaced ", '" spaced "'],
    ["=1+1", "'=1+1"],
    ["+49", "'+49"],
    ["-5", "'-5"],
    ["@home", "'@home"],
    [" =1", "' =1"],
    ["\t=1", `"'\t=1"`],
    ["＝1", "'＝1"],
    ["a=1", "a=1"],
  ])("%j", (text, cell) => {
    expect(csvOf(["a"], [[text]])).toBe(`a\r\n${cell}\r\n`);
  });

  test("that is a figure stays one", () => {
    expect(csvOf(["a", "b", "c", "d"], [[-5, 0, true, null]])).toBe("a,b,c,d\r\n-5,0,true,\r\n");
  });
});

test("without rows there is the header", () => {
  expect(csvOf(["a", "b"], [])).toBe("a,b\r\n");
});
