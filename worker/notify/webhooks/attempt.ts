import { DELIVERY_CLAIM_MS } from "../../core/bounds.ts";
import type { Deployment } from "../../deployment.ts";
import type { Env } from "../../env.ts";
import { deadLetterStatements } from "../dead-letters.ts";
import { sendMails } from "../mail/mails.ts";
import { endpointDisabledMails } from "../owner/owner-notices.ts";
import { sendLater } from "./deliveries.ts";
import { type DeliveryRow, readDelivery } from "./delivery-rows.ts";
import { disableStatements, readEndpoint, type StoredEndpoint } from "./endpoints.ts";
import { refusalOfTarget } from "./forbidden-address.ts";
import { messageIdOf } from "./message-id.ts";
import { type PostOutcome, postMessage } from "./post-message.ts";
import { delayAfter, hasFailedForLong } from "./schedule.ts";
import { validSecrets } from "./secrets.ts";

/** What an attempt meets outside. */
export interface Surroundings {
  fetch: typeof fetch;
  /** 0 – 1. */
  random: () => number;
}

/** An enabled endpoint's failures, after another one. */
interface Failures {
  failing_since: number;
  failed_attempts: number;
  revision: number;
}

const GONE = 410;
const DISABLED = "The endpoint is disabled";

/** What an attempt came to. `dead`: no other one is made, whatever the schedule says. */
type Outcome = PostOutcome & { kind: "delivered" | "failed" | "dead" };

/**
 * One attempt to deliver, from the queue. What is tried again is sent on with a delay by itself.
 *
 * The attempt is claimed in the row before anything is sent, so that of messages that come twice, or at once, one posts. A
 * crash after the request and before what came of it is written leaves the claim: when that has run out the cron's round has
 * the delivery tried again, and the endpoint gets the message twice, with the same id.
 */
export async function attemptDelivery(
  id: string,
  env: Env,
  _deployment: Deployment,
  nowMs: number = Date.now(),
  surroundings: Surroundings = { fetch: (...given) => fetch(...given), random: Math.random },
): Promise<void> {
  const row = await claim(env.DB, id, nowMs);
  if (row === null) return sendOnEarly(id, env, nowMs);
  const endpoint = await readEndpoint(env.DB, row.webhook);
  // It was removed, and its deliveries with it.
  if (endpoint === null) return;
  const outcome = await outcomeOf(row, endpoint, env, nowMs, surroundings.fetch);
  await settle(row, endpoint, outcome, env, nowMs, surroundings.random);
}

async function claim(db: D1Database, id: string, nowMs: number): Promise<DeliveryRow | null> {
  return db
    .prepare(
      `UPDATE delivery SET attempts = attempts + 1, tries = tries + 1, sending_until = ?3, next_at = ?3
       WHERE id = ?1 AND state = 'pending' AND next_at <= ?2 RETURNING *`,
    )
    .bind(id, nowMs, nowMs + DELIVERY_CLAIM_MS)
    .first<DeliveryRow>();
}

/** The message came before its time: the queue delays less than the schedule, or the delivery was put off since. */
async function sendOnEarly(id: string, env: Env, nowMs: number): Promise<void> {
  const row = await readDelivery(env.DB, id);
  if (row?.state !== "pending") return;
  // Whoever is just trying it sends it on.
  if (row.sending_until !== null && row.sending_until > nowMs) return;
  await sendLater(env, id, row.next_at - nowMs);
}

async function outcomeOf(
  row: DeliveryRow,
  endpoint: StoredEndpoint,
  env: Env,
  nowMs: number,
  send: typeof fetch,
): Promise<Outcome> {
  if (!endpoint.enabled) return notSent(DISABLED);
  // It may have been put when the deployment allowed more.
  const refusal = refusalOfTarget(endpoint.url, env.WEBHOOKS_TO_LOOPBACK === "true");
  if (refusal !== null) return notSent(`The URL ${refusal}`);
  const secrets = validSecrets(endpoint.secrets, nowMs).map(({ secret }) => secret);
  const message = { id: await messageIdOf(row.event ?? row.id), timestampS: Math.floor(nowMs / 1_000), body: row.body };
  const outcome = await postMessage(endpoint.url, secrets, message, send);
  if (outcome.error === null) return { ...outcome, kind: "delivered" };
  return { ...outcome, kind: outcome.status === GONE ? "dead" : "failed" };
}

function notSent(error: string): Outcome {
  return { kind: "dead", status: null, durationMs: 0, error, responseHead: null, retryAfterMs: null };
}

async function settle(
  row: DeliveryRow,
  endpoint: StoredEndpoint,
  outcome: Outcome,
  env: Env,
  nowMs: number,
  random: () => number,
): Promise<void> {
  const endedMs = nowMs + outcome.durationMs;
  const delayMs = outcome.kind === "failed" ? delayAfter(row.tries, random, outcome.retryAfterMs) : null;
  const state = outcome.kind === "delivered" ? "delivered" : delayMs === null ? "dead" : "pending";
  const letter = { kind: "delivery", subject: row.id, error: outcome.error ?? "" } as const;
  const [counted, settled] = await env.DB.batch([
    countStatement(env.DB, endpoint, outcome, nowMs),
    settleStatement(env.DB, row, state, endedMs, delayMs ?? 0),
    attemptStatement(env.DB, row, outcome, nowMs),
    ...(state === "dead" ? deadLetterStatements(env.DB, letter, endedMs) : []),
  ]);
  // What the two statements return.
  const [after] = (settled?.results ?? []) as Pick<DeliveryRow, "state" | "next_at">[];
  const [failures] = (counted?.results ?? []) as Failures[];
  if (after?.state === "pending") await sendLater(env, row.id, after.next_at - endedMs);
  if (outcome.kind === "delivered" || failures === undefined) return;
  const isGone = outcome.status === GONE;
  const isFailing = hasFailedForLong(failures.failing_since, failures.failed_attempts, nowMs);
  if (isGone || isFailing) await disable(endpoint, failures, isGone ? "gone" : "failing", env, endedMs);
}

/**
 * A success is one whatever became of the row meanwhile; a failure counts while nobody else tries it. One that was replayed
 * during the attempt (its tries began anew) is tried again at once.
 */
function settleStatement(
  db: D1Database,
  { id, attempts, tries }: DeliveryRow,
  state: DeliveryRow["state"],
  endedMs: number,
  delayMs: number,
): D1PreparedStatement {
  return db
    .prepare(
      `UPDATE delivery SET sending_until = NULL,
         state = CASE WHEN ?4 = 'delivered' OR tries = ?3 THEN ?4 ELSE 'pending' END,
         next_at = CASE WHEN tries = ?3 THEN ?5 + ?6 ELSE ?5 END
       WHERE id = ?1 AND state = 'pending' AND (attempts = ?2 OR ?4 = 'delivered') RETURNING state, next_at`,
    )
    .bind(id, attempts, tries, state, endedMs, delayMs);
}

/** Nothing is kept of a delivery that was removed meanwhile. */
function attemptStatement(db: D1Database, row: DeliveryRow, outcome: Outcome, nowMs: number): D1PreparedStatement {
  const { status, durationMs, error, responseHead } = outcome;
  return db
    .prepare(
      `INSERT INTO delivery_attempt (delivery, number, at, status, duration_ms, error, response_head)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE EXISTS (SELECT 1 FROM delivery WHERE id = ?1) ON CONFLICT DO NOTHING`,
    )
    .bind(row.id, row.attempts, nowMs, status, durationMs, error, responseHead);
}

/** Counts the failures of an endpoint, of this address alone, and gives them as they are then; a success ends them. */
function countStatement(
  db: D1Database,
  { id, url }: StoredEndpoint,
  { kind }: Outcome,
  nowMs: number,
): D1PreparedStatement {
  if (kind === "delivered") {
    return db
      .prepare(
        "UPDATE webhook SET failing_since = NULL, failed_attempts = 0 WHERE id = ? AND failing_since IS NOT NULL",
      )
      .bind(id);
  }
  return db
    .prepare(
      `UPDATE webhook SET failing_since = coalesce(failing_since, ?3), failed_attempts = failed_attempts + 1
       WHERE id = ?1 AND url = ?2 AND enabled = 1 RETURNING failing_since, failed_attempts, revision`,
    )
    .bind(id, url, nowMs);
}

/** Two attempts that come upon it at once disable it once, and make the same mails. */
async function disable(
  { id, url }: StoredEndpoint,
  { failing_since, revision }: Failures,
  reason: "gone" | "failing",
  env: Env,
  nowMs: number,
): Promise<void> {
  const failingSince = new Date(failing_since).toISOString();
  const { statements, mails } = await endpointDisabledMails(env.DB, { webhook: id, url, reason, failingSince }, nowMs);
  await env.DB.batch([...disableStatements(env.DB, { id, revision }, reason, nowMs), ...statements]);
  await sendMails(env, mails);
}
