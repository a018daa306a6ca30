import { readFileSync } from "node:fs";
import { type CheckResult, checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { expect, inject, test } from "vitest";

const { tarball } = inject("packed");

test("publint finds nothing in the packed tarball, not even to suggest", async () => {
  const contents = readFileSync(tarball);
  const { messages, pkg } = await publint({
    pack: { tarball: contents.buffer.slice(contents.byteOffset, contents.byteOffset + contents.byteLength) },
    level: "suggestion",
    strict: true,
  });
  expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
});

/**
 * What the profile for packages that are ES modules only leaves out: how names resolve before package.json had `exports`,
 * and from CommonJS, which imports such a package by `import()` or, in newer Nodes, by `require` as it is.
 */
const LEFT_OUT: readonly string[] = ["node10", "node16-cjs"];

test("the types of every export resolve, and are those of what is imported", async () => {
  const result = await checkPackage(createPackageFromTarballData(new Uint8Array(readFileSync(tarball))));
  if (!result.types) throw new Error("the package has no types");
  expect(Object.keys(result.entrypoints)).toContain("./webhooks");
  expect(result.problems.filter((problem) => !isLeftOut(problem))).toEqual([]);
});

type Problem = Extract<CheckResult, { problems: unknown }>["problems"][number];

function isLeftOut(problem: Problem): boolean {
  return "resolutionKind" in problem && LEFT_OUT.includes(problem.resolutionKind);
}
