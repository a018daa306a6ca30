import type { Reservation } from "../../sdk/index.ts";
import { ANSWERS_LENGTH_MAX, RESERVATION_CHANGES_MAX } from "./bounds.ts";
import { decide, lastDecided, newClaim, tookUnits } from "./claims.ts";
import { type Ask, demandOf, type ResolvedLine } from "./demand.ts";
import type {
  EndedRecord,
  HeldRecord,
  HoldFate,
  OrderedRecord,
  ReservationRecord,
  SkuClaim,
  SlotRecord,
} from "./record.ts";
import { reservationView } from "./reservation-view.ts";
import type { Done, HoldStep, Inquiry } from "./step.ts";

/** Why a reservation is not what the caller takes it for. */
export type ReservationRefusal =
  | { reason: "reservation_not_found" }
  | { reason: "reservation_expired" }
  | { reason: "reservation_released" }
  | { reason: "reservation_ordered"; order: string }
  | { reason: "revision_mismatch"; revision: number }
  | { reason: "change_in_progress" }
  | { reason: "too_many_changes"; bound: number };

export type Decided<Value> = { accepted: true; value: Value } | { accepted: false; refusal: ReservationRefusal };

/** The reservation if it may still be used: held and not overdue. */
export function usable(record: SlotRecord | null, nowMs: number): Decided<HeldRecord> {
  switch (record?.state) {
    case undefined:
    case "refused":
    case "gone":
      return no({ reason: "reservation_not_found" });
    case "expired":
      return no({ reason: "reservation_expired" });
    case "released":
      return no({ reason: "reservation_released" });
    case "ordered":
      return no({ reason: "reservation_ordered", order: record.order });
    case "held":
      return record.expiresAt <= nowMs ? no({ reason: "reservation_expired" }) : { accepted: true, value: record };
  }
}

/** The same, when nothing is just being tried on it: it may be ordered. */
export function settled(record: SlotRecord | null, nowMs: number): Decided<HeldRecord> {
  const found = usable(record, nowMs);
  if (!found.accepted || found.value.changing === null) return found;
  return no({ reason: "change_in_progress" });
}

/** The same, when it may also be altered once more: not too often, as each answer is kept in it. */
export function alterable(record: SlotRecord | null, nowMs: number): Decided<HeldRecord> {
  const found = settled(record, nowMs);
  if (!found.accepted) return found;
  const { answers } = found.value;
  // The first answer is that of the reservation itself.
  if (answers.length > RESERVATION_CHANGES_MAX || JSON.stringify(answers).length > ANSWERS_LENGTH_MAX) {
    return no({ reason: "too_many_changes", bound: RESERVATION_CHANGES_MAX });
  }
  return found;
}

type CartInquiry = Inquiry & { kind: "inquire" };

/** What has to be asked of a SKU before a change can be decided. */
export type ChangeQuestion =
  | { sku: string; tries: true; step: HoldStep }
  | { sku: string; tries: false; step: CartInquiry };

/** A change, cut into what may be refused and what is driven once it is decided (DESIGN section 7.7). */
export interface ChangePlan {
  questions: ChangeQuestion[];
  /** Units each SKU shall have, 0 for those that go. */
  targets: Map<string, number>;
}

/** Plans the way from the lines of a reservation to other lines. */
export function planChange(record: HeldRecord, lines: readonly ResolvedLine[]): ChangePlan {
  const demand = demandOf(lines);
  const claims = new Map(record.claims.map((claim) => [claim.sku, claim]));
  const targets = new Map(record.claims.map((claim) => [claim.sku, 0]));
  const questions: ChangeQuestion[] = [];
  for (const [sku, ask] of demand) {
    targets.set(sku, ask.units);
    const question = questionFor(record, claims.get(sku) ?? newClaim(sku), ask);
    if (question !== null) questions.push({ sku, ...question });
  }
  return { questions, targets };
}

function questionFor(
  { channel, client, expiresAt }: HeldRecord,
  claim: SkuClaim,
  ask: Ask,
): { tries: true; step: HoldStep } | { tries: false; step: CartInquiry } | null {
  if (ask.units === claim.units) return null;
  if (ask.units < claim.units) return { tries: false, step: { kind: "inquire", ask, scope: "cart", channel } };
  if (!claim.tracked) return { tries: false, step: { kind: "inquire", ask, scope: "sale", channel } };
  const numbers = { n: claim.numbered + 1, after: lastDecided(claim) };
  return { tries: true, step: { kind: "hold", ...numbers, ask, channel, client, expiresAt } };
}

/** The record with the attempt written into it, numbers taken. */
export function beginChange(record: HeldRecord, attempt: string, plan: ChangePlan): HeldRecord {
  const tries = plan.questions.flatMap((question) =>
    question.tries ? [{ sku: question.sku, n: question.step.n }] : [],
  );
  return { ...record, changing: { attempt, tries } };
}

/** Gives up an attempt: whatever a SKU may have taken for it is taken back. */
export function abandonChange(record: HeldRecord): HeldRecord {
  if (record.changing === null) return record;
  return { ...record, changing: null, claims: undoTries(record.claims, record.changing.tries) };
}

function undoTries(claims: readonly SkuClaim[], tries: readonly { sku: string; n: number }[]): SkuClaim[] {
  const known = new Map(claims.map((claim) => [claim.sku, claim]));
  for (const { sku, n } of tries) {
    const claim = known.get(sku) ?? newClaim(sku);
    const tried = { ...claim, numbered: n };
    known.set(sku, decide(tried, { kind: "decrease", units: claim.units }));
  }
  return [...known.values()];
}

/** The record after a change was accepted by every SKU: new lines, increases taken, decreases to drive. */
export function settleChange(
  record: HeldRecord,
  lines: readonly ResolvedLine[],
  plan: ChangePlan,
  answers: ReadonlyMap<string, Done>,
): HeldRecord {
  const tries = new Map(record.changing?.tries.map((each) => [each.sku, each.n]));
  const known = new Map(record.claims.map((claim) => [claim.sku, claim]));
  for (const [sku, units] of plan.targets) {
    const claim = known.get(sku) ?? newClaim(sku);
    const n = tries.get(sku);
    const answer = answers.get(sku);
    if (n !== undefined && answer !== undefined) {
      // An untracked SKU claims nothing; the record still says what was asked of it.
      known.set(sku, { ...tookUnits(claim, n, answer), units });
    } else if (units < claim.units) {
      const fewer = { ...claim, units, backordered: Math.min(claim.backordered, units) };
      known.set(sku, decide(fewer, { kind: "decrease", units }));
    } else {
      known.set(sku, { ...claim, units });
    }
  }
  const revision = record.revision + 1;
  return { ...record, changing: null, revision, lines: [...lines], claims: [...known.values()] };
}

/** The record with a later expiry, never an earlier one, never beyond its life. */
export function extend(record: HeldRecord, ttlMs: number, nowMs: number): HeldRecord {
  const expiresAt = Math.max(record.expiresAt, Math.min(nowMs + ttlMs, record.livesUntil));
  if (expiresAt === record.expiresAt) return record;
  return { ...record, expiresAt, claims: record.claims.map((claim) => decide(claim, { kind: "extend", expiresAt })) };
}

/** Ends a hold, whatever was being tried on it. */
export function endHold(record: HeldRecord, state: "released" | "expired", nowMs: number): EndedRecord {
  const { changing, ...base } = record;
  const tries = changing?.tries ?? [];
  const known = new Map(record.claims.map((claim) => [claim.sku, claim]));
  for (const { sku, n } of tries) known.set(sku, { ...(known.get(sku) ?? newClaim(sku)), numbered: n });
  const claims = [...known.values()].map((claim) => decide(claim, { kind: "release" }));
  return { ...base, state, claims, endedAt: nowMs };
}

/** Gives a hold to an order, which takes over the claims with whatever is still to be driven. */
export function giveTo(record: HeldRecord, order: string, nowMs: number): OrderedRecord {
  const { changing: _, ...base } = record;
  return { ...base, state: "ordered", order, endedAt: nowMs };
}

/**
 * What becomes of a hold that a SKU asks about (DESIGN section 7.5). `null` means: nobody knows it, or its time is up;
 * the slot must write that it is gone before it says so.
 */
export function fateOf(record: SlotRecord | null, nowMs: number): HoldFate | null {
  if (record === null) return null;
  switch (record.state) {
    case "held":
      return record.expiresAt <= nowMs ? null : { fate: "kept", until: record.expiresAt };
    case "ordered":
      return { fate: "ordered" };
    default:
      return { fate: "gone" };
  }
}

/** Keeps an answer for its idempotency key. */
export function remember<Record extends ReservationRecord>(record: Record, key: string, body: string): Record {
  return { ...record, answers: [...record.answers, { key, body, answer: reservationView(record) }] };
}

/** The answer that was given to this key, when there is one. */
export function answered(
  record: ReservationRecord,
  key: string,
  body: string,
): { found: false } | { found: true; same: false } | { found: true; same: true; answer: Omit<Reservation, "asOf"> } {
  const stored = record.answers.find((each) => each.key === key);
  if (stored === undefined) return { found: false };
  return stored.body === body ? { found: true, same: true, answer: stored.answer } : { found: true, same: false };
}

function no(refusal: ReservationRefusal): { accepted: false; refusal: ReservationRefusal } {
  return { accepted: false, refusal };
}
