import { env } from "cloudflare:workers";
import { type Mock, vi } from "vitest";

/** Has something happen just before the first batch with some statement is run, until `vi.restoreAllMocks()`. */
export function beforeBatch(statement: string, happen: () => Promise<void>): Mock<() => Promise<void>> {
  const happens = vi.fn(happen);
  const databases = Object.getPrototypeOf(env.DB) as D1Database;
  const original = databases.batch;
  vi.spyOn(databases, "batch").mockImplementation(async function (this: D1Database, statements) {
    // The runtime's statements have their text.
    const texts = statements.map((each) => (each as unknown as { statement: string }).statement);
    if (happens.mock.calls.length === 0 && texts.some((text) => text.includes(statement))) await happens();
    // What the original answers.
    return original.call(this, statements) as never;
  });
  return happens;
}
