import { describe, expect, test } from "vitest";
import { fencesOf } from "./markdown-samples.ts";
import { asSaid, printedBy } from "./printed.ts";
import { programsOf } from "./program.ts";

describe("the samples of a document", () => {
  test("are its fences in TypeScript and JavaScript, and the scripts of its pages", () => {
    const programs = programsIn(
      "# Title",
      ...["```sh", "npm start", "```"],
      ...["```ts", "one();", "```"],
      ...[
        "```html",
        '<script type="module" src="x.js"></script>',
        '<script type="module">',
        "  two();",
        "</script>",
        "```",
      ],
      ...["- in a list:", "  ```js", "  three();", "  ```"],
    );
    expect(programs.map(({ name, language, text }) => [name, language, text.trim()])).toEqual([
      ["README.md:6", "ts", "one();"],
      ["README.md:11", "js", "two();"],
      ["README.md:16", "js", "three();"],
    ]);
  });

  test("go on from the one before where that is said, and are compiled on the document's own lines", () => {
    const programs = programsIn(
      ...["```ts", 'const sku = "MUG";', "```"],
      ...["", "<!-- sample: continues -->", "```ts", "take(sku);", "```"],
      ...["```ts", "alone();", "```"],
    );
    expect(programs.map(({ text }) => text)).toEqual(['const sku = "MUG";\ntake(sku);', "alone();"]);
    expect(programs[0]?.compiled).toBe('\nconst sku = "MUG";\n\n\n\n\ntake(sku);');
  });

  test("have what is the reader's own declared for the compiler alone", () => {
    const [program] = programsIn(
      ...["<!-- sample: given const email: string; function take(id: string): void;", "const all: number;", "-->"],
      ...["```ts", "take(email);", "```"],
    );
    expect(program?.isPartlyGiven).toBe(true);
    expect(program?.text).toBe("take(email);");
    expect(program?.compiled).toBe(
      " declare const email: string; declare function take(id: string): void;\ndeclare const all: number;\n\n\ntake(email);",
    );
  });

  test("run with the units that are named, and are left out with a reason alone", () => {
    const programs = programsIn(
      ...["<!-- sample: runs with MUG 10, PLATE 4 -->", "```ts", "one();", "```"],
      ...["<!-- sample: runs -->", "```ts", "two();", "```"],
      ...["<!-- sample: not compiled: a part of the page's own script -->", "```js", "three(…);", "```"],
    );
    expect(programs.map(({ text, runsWith }) => [text, runsWith])).toEqual([
      ["one();", { MUG: 10, PLATE: 4 }],
      ["two();", {}],
    ]);
  });

  test.each([
    [
      "what a sample cannot be",
      ["<!-- sample: skipped -->", "```ts", "```"],
      "line 1: a sample cannot be said to be: skipped",
    ],
    [
      "no reason",
      ["<!-- sample: not compiled: -->", "```ts", "```"],
      "line 1: a sample cannot be said to be: not compiled:",
    ],
    ["no units", ["<!-- sample: runs with MUG -->", "```ts", "```"], "line 1: no SKU and its units: MUG"],
    ["a fence that is no sample", ["<!-- sample: continues -->", "```sh", "```"], "the fence in line 2 is no sample"],
    ["nothing to go on from", ["<!-- sample: continues -->", "```ts", "```"], "README.md:3 goes on from nothing"],
    ["no end", ["```ts", "one();"], "the fence in line 1 is not closed"],
  ])("are refused with %s", (_, lines, message) => {
    expect(() => programsIn(...lines)).toThrow(message);
  });
});

describe("what a program prints", () => {
  test("is said after each statement, on its last line", () => {
    expect(
      printedBy('console.log(view.status); // in_stock\nconsole.log(\n  "https://x.example",\n); // https://…'),
    ).toEqual(["in_stock", "https://…"]);
  });

  test("has to be said", () => {
    expect(() => printedBy("console.log(1); // 1\nconsole.log(2);")).toThrow("console.log(2)");
  });

  test("is as it was said where all but … is the same", () => {
    const said = ["rsv_… until …", "a.b", "held"];
    expect(asSaid(["rsv_1 until noon", "a.b", "held"], said)).toEqual(said);
    expect(asSaid(["order until noon", "axb", "held", "more"], said)).toEqual([
      "order until noon",
      "axb",
      "held",
      "more",
    ]);
  });
});

function programsIn(...lines: readonly string[]) {
  return programsOf("README.md", fencesOf(lines.join("\n")));
}
