import { SUBSCRIPTION_KEPT_MS, SUBSCRIPTIONS_ENDED_PER_CRON_MAX } from "../../core/bounds.ts";
import type { Env } from "../../env.ts";

/**
 * The cron's share: has subscriptions lapse, and forgets those that ended long ago. One that nobody has confirmed is
 * forgotten as soon as its link has expired: there is no consent to keep the address by.
 */
export async function lookAfterSubscriptions(env: Env, nowMs: number): Promise<void> {
  const limit = SUBSCRIPTIONS_ENDED_PER_CRON_MAX;
  await env.DB.batch([
    env.DB.prepare(
      `UPDATE subscription SET state = 'lapsed', ended_at = ?1 WHERE id IN
       (SELECT id FROM subscription WHERE state = 'active' AND lapses_at <= ?1 ORDER BY lapses_at LIMIT ?2)`,
    ).bind(nowMs, limit),
    env.DB.prepare(
      `DELETE FROM subscription WHERE id IN
       (SELECT id FROM subscription WHERE state = 'pending' AND lapses_at <= ?1 ORDER BY lapses_at LIMIT ?2)`,
    ).bind(nowMs, limit),
    env.DB.prepare(
      `DELETE FROM subscription WHERE id IN
       (SELECT id FROM subscription WHERE ended_at IS NOT NULL AND ended_at <= ?1 ORDER BY ended_at LIMIT ?2)`,
    ).bind(nowMs - SUBSCRIPTION_KEPT_MS, limit),
  ]);
}
