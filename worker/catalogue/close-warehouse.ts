import type { ClosingObstacle } from "../../sdk/index.ts";
import { CLOSING_OBSTACLES_MAX, SKUS_PER_JOB_MAX } from "../core/bounds.ts";
import { obstacleTo } from "../core/closing.ts";
import type { Env } from "../env.ts";
import type { ClosingMessage, JobMessage } from "../objects/outbox-message.ts";
import { skuStub } from "../objects/stubs.ts";
import { lookSoon } from "./look-soon.ts";
import type { StoredClosing } from "./network.ts";
import { skuNames, skuNamesSince, skusAt } from "./skus.ts";
import { readStore } from "./store-facts.ts";
import { endClosing, readClosing, takeOn } from "./warehouse-closing.ts";

/**
 * One stretch of closing a warehouse at every SKU (DESIGN section 7.8). Where it stands is kept with the warehouse and
 * not in the message: a message that comes twice, or that is sent once more because one may be lost, takes the same
 * closing on, and what SKUs have done they do again without harm.
 */
export async function closeStretch({ warehouse, closing: id }: ClosingMessage, env: Env): Promise<void> {
  const closing = await readClosing(env.DB, warehouse);
  // Ended already, and perhaps just before a crash: that every SKU knows is worth saying twice.
  if (closing === null || closing.id !== id) return tellEverySku(env);
  const [store, skus] = await Promise.all([readStore(env.DB), skusOf(closing, env)]);
  const { goal, moveTo, actor } = closing;
  const isMoving = closing.pass !== "ask";
  const answers = await Promise.all(
    skus.map(async (sku) => ({
      sku,
      obstacle: await skuStub(env, sku).close({ warehouse, goal, moveTo, isMoving, actor, store }),
    })),
  );
  const found = answers.flatMap(({ sku, obstacle }) => (obstacle === null ? [] : [{ sku, ...obstacle }]));
  const after: StoredClosing = {
    ...closing,
    done: closing.done + (closing.pass === "late" ? 0 : skus.length - found.length),
    obstacles: [...closing.obstacles, ...found].slice(0, CLOSING_OBSTACLES_MAX),
    after: skus.at(-1) ?? closing.after,
  };
  const isPassed = skus.length < SKUS_PER_JOB_MAX || after.obstacles.length >= CLOSING_OBSTACLES_MAX;
  const next = isPassed ? nextPass(after) : after;
  if (next === null) return end(warehouse, after, env);
  // Whoever was faster goes on by itself.
  if (await takeOn(env.DB, warehouse, closing, next)) await sendClosing(env, warehouse, id);
}

/**
 * What is plainly in the way of removing a warehouse as it is: SKUs that have something there, as the projection has it
 * and as they say themselves, at most `CLOSING_OBSTACLES_MAX`. None of them does not mean that it is empty.
 */
export async function plainObstacles(env: Env, warehouse: string): Promise<ClosingObstacle[]> {
  const skus = await skusAt(env.DB, warehouse, CLOSING_OBSTACLES_MAX);
  const obstacles = await Promise.all(
    skus.map(async (sku): Promise<ClosingObstacle[]> => {
      const levels = new Map((await skuStub(env, sku).levels())?.map((level) => [level.warehouse, level]));
      const obstacle = obstacleTo({ warehouse, goal: "remove", moveTo: null }, levels);
      return obstacle === null ? [] : [{ sku, ...obstacle }];
    }),
  );
  return obstacles.flat();
}

/** Has a closing go on. To ask for it once more does no harm. */
export async function sendClosing(env: Env, warehouse: string, closing: string): Promise<void> {
  const message: ClosingMessage = { kind: "closing", warehouse, closing };
  await env.OUTBOX.send(message);
}

/** Has every SKU told the newest facts of the store, and whatever is waited for looked at by them. */
export async function tellEverySku(env: Env): Promise<void> {
  await lookSoon(env.DB);
  const message: JobMessage = { kind: "job", job: "tell_settings", after: "" };
  await env.OUTBOX.send(message);
}

/**
 * SKUs that were named this long before the closing began are asked once more at its end: their objects may have been made
 * after their turn, by a Worker that did not know of it yet.
 */
const NAMED_LATE_MS = 60_000;

/** Which SKUs come next. Those that were made while a pass went by are asked and moved in one. */
function skusOf({ pass, startedAt, after }: StoredClosing, env: Env): Promise<string[]> {
  return pass === "late"
    ? skuNamesSince(env.DB, startedAt - NAMED_LATE_MS, after, SKUS_PER_JOB_MAX)
    : skuNames(env.DB, after, SKUS_PER_JOB_MAX);
}

/** What follows a pass that is through; `null`: it is decided. Nothing is moved while anything is known to be in the way. */
function nextPass(closing: StoredClosing): StoredClosing | null {
  if (closing.obstacles.length > 0 || closing.pass === "late") return null;
  if (closing.pass === "ask" && closing.moveTo !== null) return { ...closing, pass: "move", after: "", done: 0 };
  return { ...closing, pass: "late", after: "" };
}

async function end(warehouse: string, closing: StoredClosing, env: Env): Promise<void> {
  await endClosing(env.DB, warehouse, closing, Date.now());
  await tellEverySku(env);
}
