import { expect, test } from "vitest";
import { expectProblem, request } from "../shop.ts";

const fetchFile = (path: string) => request<string>("GET", path, { key: null });

/** The paths that a file of the element loads, as a browser resolves them. */
function pathsIn({ body }: { body: string }): string[] {
  const named = [...body.matchAll(/import\("\.\/([^"]+)"\)/g)].map((match) => `/${match[1]}`);
  return [...new Set(named)];
}

test("pages of any origin may load the element, and keep it for five minutes", async () => {
  const element = await fetchFile("/stock-availability.js");
  expect(element.status).toBe(200);
  expect(element.headers.get("content-type")).toContain("javascript");
  expect(element.headers.get("access-control-allow-origin")).toBe("*");
  expect(element.headers.get("cache-control")).toBe("public, max-age=300");
  expect(element.body).toContain("stock-availability");
});

test("every part that the element names is there, and may be kept for good", async () => {
  const paths = pathsIn(await fetchFile("/stock-availability.js"));
  expect(paths.length).toBeGreaterThanOrEqual(5);
  for (const path of paths) {
    const part = await fetchFile(path);
    expect([path, part.status]).toEqual([path, 200]);
    expect(part.headers.get("content-type")).toContain("javascript");
    expect(part.headers.get("access-control-allow-origin")).toBe("*");
    expect(part.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  }
});

test("a part that there is not is not found, and that is not kept", async () => {
  const answer = await request("GET", "/stock-availability/none.js", { key: null });
  expectProblem(answer, 404, "not_found");
  expect(answer.headers.get("cache-control")).not.toContain("max-age=31536000");
});
