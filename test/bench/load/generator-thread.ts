import { parentPort } from "node:worker_threads";
import { generate } from "./generate.ts";
import type { LoadPlan, LoadResult } from "./plan.ts";
import type { KeyPrefix } from "./request-source.ts";

/** What the thread is asked. */
export interface GeneratorCall {
  readonly plan: LoadPlan;
  readonly keyPrefix: KeyPrefix;
}

/** What it answers. */
export type GeneratorAnswer =
  | { readonly done: true; readonly result: LoadResult }
  | { readonly done: false; readonly message: string };

// One call at a time; the next one comes after the answer.
parentPort?.on("message", async ({ plan, keyPrefix }: GeneratorCall) => {
  let answer: GeneratorAnswer;
  try {
    answer = { done: true, result: await generate(plan, keyPrefix) };
  } catch (error) {
    answer = { done: false, message: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer);
});
