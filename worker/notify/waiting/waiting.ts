import { LOOK_AGAIN_MS, LOOK_EVERY_MS, LOOKS_PER_CRON_MAX } from "../../core/bounds.ts";
import { nextLook, stepOf, type WaitState } from "../../core/waiting.ts";
import type { Deployment } from "../../deployment.ts";
import type { Env } from "../../env.ts";
import { publicUrlOf } from "../mail/public-url.ts";
import { sendLooks } from "./looks.ts";
import { type Scene, sceneOf, see, skusBehind } from "./offers.ts";
import { forgetRow, readRows, replaceSkus, stateStatement, takeDue, type WaitingRow } from "./waiting-rows.ts";
import { mailWave } from "./waves.ts";

export { sendLooks } from "./looks.ts";
export { type WaitTarget, waitingFor, waitingIdOf, waitStatements } from "./targets.ts";

/** How often a row is looked at when others write it at the same moment. After that it is left to them and the cron. */
const TRIES_MAX = 3;

/**
 * Looks at what is waited for, and mails the waves that are due. It may be done at any time, as often and by as many as
 * one likes. Throws when some could not be looked at; the others have been.
 */
export async function lookAt(
  waiting: readonly string[],
  env: Env,
  deployment: Deployment,
  nowMs: number = Date.now(),
): Promise<void> {
  let ids: readonly string[] = waiting;
  for (let tries = 0; tries < TRIES_MAX && ids.length > 0; tries += 1) {
    const rows = await readRows(env.DB, ids);
    if (rows.length === 0) return;
    const scene = await sceneOf(
      rows.map(({ target }) => target),
      env,
      deployment,
      nowMs,
    );
    const looks = await Promise.allSettled(rows.map((row) => look(row, scene)));
    const failed = looks.find((each) => each.status === "rejected");
    if (failed !== undefined) throw failed.reason;
    ids = rows
      .filter((_, index) => {
        const each = looks[index];
        return each?.status === "fulfilled" && each.value === "overtaken";
      })
      .map(({ id }) => id);
  }
}

/** The cron's share: has looked at what is due, which in the course of `LOOK_EVERY_MS` is everything. */
export async function lookAfterWaiting(env: Env, nowMs: number): Promise<void> {
  await sendLooks(env, await takeDue(env.DB, nowMs, nowMs + LOOK_AGAIN_MS, LOOKS_PER_CRON_MAX));
}

/** `overtaken`: the row was written by somebody else in the meantime, so that what was seen may be older than that. */
async function look(row: WaitingRow, scene: Scene): Promise<"done" | "overtaken"> {
  const { env, deployment, settings, nowMs } = scene;
  await followProduct(row, scene);
  const { offer, policies } = await see(row.target, scene);
  const step = stepOf(row.state, offer, settings.notices, nowMs);
  const isAhead = step.state.waveAt !== null && step.state.waveAt > nowMs;
  // A wave that is ahead is remembered: who comes after the last one waits for the next like anybody else.
  if (!row.isAwaited && !isAhead) {
    await forgetRow(env.DB, row);
    return "done";
  }
  const latest = nowMs + LOOK_EVERY_MS;
  const publicUrl = deployment.transportOf(env) === null ? null : publicUrlOf(env);
  if (step.mails > 0 && publicUrl !== null) {
    const wave = await mailWave(row, step, nextLook(step.after, policies, nowMs, latest), publicUrl, scene);
    if (wave.outcome === "overtaken") return "overtaken";
    if (wave.outcome === "mailed") {
      if (wave.mails === step.mails) await lookAtWave(row, step.after, scene);
      return "done";
    }
  }
  const lookAt = nextLook(step.state, policies, nowMs, latest);
  if (isSettled(row, step.state, lookAt, nowMs)) return "done";
  const [written] = await env.DB.batch([stateStatement(env.DB, row, step.state, lookAt)]);
  if (written?.meta.changes !== 1) return "overtaken";
  if (isAhead && row.isAwaited && row.state.waveAt !== step.state.waveAt) await lookAtWave(row, step.state, scene);
  return "done";
}

/** Before the stock is looked at: what a SKU that is new to it says from then on finds the row. */
async function followProduct(row: WaitingRow, { env, products }: Scene): Promise<void> {
  const product = row.target.product === null ? undefined : products.get(row.target.product);
  if (product === undefined) return;
  const skus = skusBehind(product, row.target.selection);
  const isSame = skus.length === row.skus.length && skus.every((sku) => row.skus.includes(sku));
  if (!isSame) await replaceSkus(env.DB, row, skus, product.revision);
}

/** The cron would come by as well, within a minute. */
async function lookAtWave(row: WaitingRow, { waveAt }: WaitState, { env, nowMs }: Scene): Promise<void> {
  if (waveAt !== null) await sendLooks(env, [row.id], waveAt - nowMs);
}

/** A hot SKU has its row looked at every few seconds: what stays as it is, and is looked at soon enough, is not written. */
function isSettled(row: WaitingRow, state: WaitState, lookAt: number, nowMs: number): boolean {
  const isSame = row.state.since === state.since && row.state.waveAt === state.waveAt;
  return isSame && row.lookAt > nowMs && row.lookAt <= lookAt && lookAt - row.lookAt < LOOK_EVERY_MS / 2;
}
