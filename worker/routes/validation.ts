import type { Hook } from "@hono/zod-openapi";
import type { LineProblem } from "../../sdk/index.ts";
import type { AppEnv } from "./app-env.ts";
import { ProblemError } from "./problem.ts";

/** The part of a zod error that is told. */
interface Issue {
  code?: string;
  path: PropertyKey[];
  message: string;
  keys?: string[];
}

/** Turns whatever the schemas find wrong into one problem that names every field. */
export const refuseInvalid: Hook<unknown, AppEnv, string, unknown> = (result) => {
  if (result.success) return;
  const errors = result.error.issues.flatMap((issue) => problemsOf(issue as Issue, result.target));
  const first = errors[0];
  const detail = first === undefined ? "The request is not valid." : `${first.pointer || "The body"}: ${first.detail}`;
  throw new ProblemError("invalid_request", detail, errors);
};

function problemsOf(issue: Issue, target: string): LineProblem[] {
  // Unknown fields come as one issue at the object that has them; each is named by itself.
  const keys = issue.code === "unrecognized_keys" ? (issue.keys ?? []) : [null];
  return keys.map((key) => ({
    pointer: pointerOf(key === null ? issue.path : [...issue.path, key], target),
    code: "invalid_request",
    detail: key === null ? issue.message : "is not a field of this request",
  }));
}

/** A JSON pointer (RFC 6901) into the body, or the name of a query or path parameter. */
function pointerOf(path: readonly PropertyKey[], target: string): string {
  if (target !== "json") return path.map(String).join(".");
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
