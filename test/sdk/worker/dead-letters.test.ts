import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { deadLetterStatements } from "../../../worker/notify/dead-letters.ts";
import { freshId } from "../../worker/shop.ts";
import { errorNamed } from "../failures.ts";
import { adminOver, wire } from "./stage.ts";

vi.setConfig({ testTimeout: 60_000 });

const admin = adminOver(wire());

test("what was given up is listed by kind, page by page, and sent again", async () => {
  const kinds = ["mail", "delivery", "delivery"] as const;
  const statements = kinds.flatMap((kind, index) =>
    deadLetterStatements(env.DB, { kind, subject: freshId(kind), error: "given up" }, index),
  );
  await env.DB.batch(statements);
  const first = await admin.deadLetters.list({ kind: "delivery" }, { limit: 1 });
  const second = await admin.deadLetters.list({ kind: "delivery" }, { limit: 1, cursor: first.nextCursor });
  expect([...first.items, ...second.items].map(({ at }) => at)).toEqual([
    "1970-01-01T00:00:00.002Z",
    "1970-01-01T00:00:00.001Z",
  ]);
  expect(second.nextCursor).toBeNull();
  expect((await admin.deadLetters.list()).items).toHaveLength(3);
  // What they are about was never there.
  const gone = admin.deadLetters.replay(first.items[0]?.id ?? "");
  expect(await errorNamed(gone, "NotFoundError")).toMatchObject({ code: "dead_letter_not_found" });
});

test("a message is sent again, and says when", async () => {
  await env.DB.prepare(
    "INSERT INTO dead_letter (id, kind, subject, error, queue, body, at) VALUES ('m', 'message', 'look', '', 'notices', ?, 0)",
  )
    .bind(JSON.stringify({ kind: "look", waiting: [] }))
    .run();
  const replayed = await admin.deadLetters.replay("m");
  expect(replayed).toMatchObject({ id: "m", subject: "look", replayedAt: expect.any(String) });
  expect((await admin.deadLetters.list({ kind: "message" })).items).toEqual([replayed]);
});
