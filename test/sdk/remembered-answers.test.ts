import { expect, test } from "vitest";
import { RememberedAnswers } from "../../sdk/remembered-answers.ts";

test("the last fifty answers are remembered, by when they were kept", () => {
  const answers = new RememberedAnswers();
  const keep = (path: string, etag = "1") => answers.keep(path, { etag, body: null });
  const kept = () =>
    Array.from({ length: 52 }, (_, index) => `p${index}`).filter((path) => answers.get(path) !== undefined);
  for (let index = 0; index < 50; index += 1) keep(`p${index}`);
  expect(kept()).toHaveLength(50);
  keep("p0", "2");
  expect(answers.get("p0")).toEqual({ etag: "2", body: null });
  keep("p50");
  keep("p51");
  expect(kept()).toHaveLength(50);
  expect(["p0", "p1", "p2", "p3"].map((path) => answers.get(path) !== undefined)).toEqual([true, false, false, true]);
  answers.clear();
  expect(kept()).toEqual([]);
});
