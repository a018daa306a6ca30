import type { Reservation } from "../../sdk/index.ts";
import { PARTIAL_TRIES_MAX } from "../core/bounds.ts";
import type { ResolvedLine } from "../core/demand.ts";
import { judgeLines, refusedLines } from "../core/line-refusals.ts";
import { fewerLines } from "../core/partial.ts";
import { type HeldRecord, type HoldFate, isReservation, type ReservationRecord } from "../core/record.ts";
import type { Refusal } from "../core/refusal.ts";
import {
  abandonChange,
  alterable,
  answered,
  beginChange,
  type ChangePlan,
  type ChangeQuestion,
  type Decided,
  endHold,
  extend,
  fateOf,
  giveTo,
  planChange,
  remember,
  settleChange,
  settled,
  usable,
} from "../core/reservation.ts";
import { reservationView } from "../core/reservation-view.ts";
import { allocatedEvents, expiredEvent, type WantedEvents } from "../core/slot-events.ts";
import type { Done } from "../core/step.ts";
import type { Holding, HoldingResult } from "./holding.ts";
import type {
  CallKey,
  ChangeCall,
  ExtendCall,
  Offer,
  ReleaseCall,
  ReserveCall,
  SlotRefusal,
  SlotResult,
} from "./slot-callable.ts";
import { type Loaded, refused, type SlotContext, stamped } from "./slot-context.ts";
import { newReservationId, reservationIdPrefix } from "./slot-number.ts";

type Answer = Omit<Reservation, "asOf">;

/** How long a SKU need not ask again about a hold that is just being tried. */
const TRYING_KEPT_MS = 5_000;

/** The reservations of one slot: each decision is written in one turn, before anything is undone, driven or answered. */
export class ReservationDesk {
  readonly #slot: SlotContext;
  /** Requests under way by idempotency key: a repeat that comes meanwhile gets the same answer. */
  readonly #underWay = new Map<string, { body: string; result: Promise<SlotResult<Reservation>> }>();
  readonly #holding: Holding;
  /** Attempts at a change that this instance is making; one that is found written and is not here was cut off. */
  readonly #changing = new Set<string>();

  constructor(slot: SlotContext, holding: Holding) {
    this.#slot = slot;
    this.#holding = holding;
  }

  reserve(call: ReserveCall): Promise<SlotResult<Reservation>> {
    return this.#once(call, () => {
      const prefix = reservationIdPrefix(this.#slot.slot, call.key);
      // Records of attempts that were refused stay until they are driven; the key itself is still free.
      const accepted = this.#slot.store.reservationsOf(prefix).find(isReservation);
      if (accepted !== undefined)
        return Promise.resolve(answerAgain(accepted, call) ?? refused({ reason: "unavailable" }));
      return this.#reserve(call, prefix);
    });
  }

  read(id: string): Reservation | null {
    const record = this.#slot.reservation(id)?.record;
    if (record === undefined || !isReservation(record)) return null;
    const view = reservationView(record);
    const isOverdue = record.state === "held" && record.expiresAt <= Date.now();
    return stamped(isOverdue ? { ...view, state: "expired" } : view);
  }

  change(call: ChangeCall): Promise<SlotResult<Reservation>> {
    return this.#onRecord(call, async (now) => {
      const found = alterable(this.#current(call.id), now);
      if (!found.accepted) return found;
      if (found.value.revision !== call.revision) {
        return refused({ reason: "revision_mismatch", revision: found.value.revision });
      }
      return this.#change(found.value, call, now);
    });
  }

  extend(call: ExtendCall): Promise<SlotResult<Reservation>> {
    return this.#onRecord(call, async (now) => {
      const found = alterable(this.#current(call.id), now);
      if (!found.accepted) return found;
      return this.#decide(remember(extend(found.value, call.ttlMs, now), call.key, call.body), now);
    });
  }

  release(call: ReleaseCall): Promise<SlotResult<Reservation>> {
    return this.#onRecord(call, async (now) => {
      const found = usable(this.#current(call.id), now);
      if (!found.accepted) return found;
      return this.#decide(remember(endHold(found.value, "released", now), call.key, call.body), now);
    });
  }

  /** The reservation for an order that is being placed from it. */
  offer(id: string): SlotResult<Offer> {
    const loaded = this.#load(id);
    const found = settled(loaded?.record ?? null, Date.now());
    if (!found.accepted) return found;
    return { accepted: true, value: { record: found.value, mark: loaded?.mark ?? 0 } };
  }

  /**
   * The commit point of an order (DESIGN section 7.6): repeatable, with the same answer. So it is here that its units become
   * the order's, and that it is told, once. `wanted`: as the order's slot knows it.
   */
  give(id: string, order: string, mark: number, wanted: WantedEvents): SlotResult<null> {
    const now = Date.now();
    this.#slot.store.learnWanted(wanted);
    const loaded = this.#load(id);
    const record = loaded?.record ?? null;
    if (record?.state === "ordered" && record.order === order) return { accepted: true, value: null };
    const found = settled(record, now);
    if (!found.accepted) return found;
    if (loaded?.mark !== mark) return refused({ reason: "revision_mismatch", revision: found.value.revision });
    const { channel, lines } = found.value;
    const events = this.#slot.wants("order.allocated") ? allocatedEvents({ order, channel, lines }, now) : [];
    this.#slot.saveReservation(giveTo(found.value, order, now), now, events);
    return { accepted: true, value: null };
  }

  /** What became of holds. That one is gone is written before it is said, and binds its id for good. */
  fates(ids: readonly string[]): HoldFate[] {
    const now = Date.now();
    return ids.map((id) => {
      const loaded = this.#slot.reservation(id);
      if (loaded === null && this.#holding.isTrying(id)) return { fate: "kept", until: now + TRYING_KEPT_MS };
      const fate = fateOf(loaded?.record ?? null, now);
      if (fate !== null) return fate;
      if (loaded?.record.state === "held") this.#expire(loaded.record, now);
      else this.#slot.saveFresh({ state: "gone", id, endedAt: now });
      return { fate: "gone" };
    });
  }

  /** Ends what is due. */
  expireDue(ids: readonly string[], now: number): void {
    for (const id of ids) {
      const record = this.#slot.reservation(id)?.record;
      if (record?.state === "held" && record.expiresAt <= now) this.#expire(record, now);
    }
  }

  /** Goes on with what a crash or a lost answer left open. */
  async resume(id: string): Promise<void> {
    this.#load(id);
    await this.#slot.driveReservation(id);
  }

  async #reserve(call: ReserveCall, prefix: string): Promise<SlotResult<Reservation>> {
    this.#slot.learn(call.store);
    let lines: ResolvedLine[] | null = call.lines;
    let first: SlotRefusal | null = null;
    for (let tries = 0; lines !== null && tries < (call.partial ? PARTIAL_TRIES_MAX : 1); tries += 1) {
      const tried = await this.#tryReserve(call, prefix, lines);
      if (tried.held) return { accepted: true, value: tried.value };
      // What was wrong with the lines as they were asked for is what the caller is told in the end.
      first ??= tried.refusal;
      lines = tried.short === null ? null : fewerLines(lines, tried.short);
    }
    return refused(first ?? { reason: "unavailable" });
  }

  #tryReserve(call: ReserveCall, prefix: string, lines: ResolvedLine[]): Promise<HoldingResult<Reservation>> {
    const id = newReservationId(prefix);
    const createdAt = Date.now();
    const expiresAt = createdAt + call.ttlMs;
    const { channel, client } = call;
    return this.#holding.try({ id, lines, channel, client, expiresAt, terms: {} }, (claims) => {
      const record: HeldRecord = {
        state: "held",
        id,
        key: call.key,
        channel,
        revision: 1,
        lines,
        claims,
        createdAt,
        expiresAt,
        livesUntil: createdAt + call.lifeMs,
        client,
        answers: [],
        changing: null,
      };
      const written = remember(record, call.key, call.body);
      this.#slot.saveFresh(written);
      return stamped(reservationView(written));
    });
  }

  async #change(record: HeldRecord, call: ChangeCall, now: number): Promise<SlotResult<Reservation>> {
    this.#slot.learn(call.store);
    const plan = planChange(record, call.lines);
    const lineRefusals = judgeLines(call.lines, record.lines, now, this.#slot.rules);
    if (lineRefusals.length > 0) {
      // It is refused already; the SKUs are only asked what else is wrong.
      const asked = await this.#ask(record, { ...plan, questions: plan.questions.map(asInquiry) });
      return refused({ reason: "lines", lines: refusedLines(call.lines, asked.refusals, lineRefusals) });
    }
    const attempt = plan.questions.some((question) => question.tries) ? crypto.randomUUID() : null;
    if (attempt === null) return this.#settle(call, plan, null, await this.#ask(record, plan));
    this.#changing.add(attempt);
    try {
      // Numbers are taken in storage before a SKU hears them: a later attempt cannot use them for something else.
      this.#slot.saveReservation(beginChange(record, attempt, plan), now);
      return await this.#settle(call, plan, attempt, await this.#ask(record, plan));
    } finally {
      this.#changing.delete(attempt);
    }
  }

  async #ask(record: HeldRecord, plan: ChangePlan): Promise<Asked> {
    const answers = new Map<string, Done>();
    const refusals = new Map<string, Refusal>();
    let isComplete = true;
    await Promise.all(
      plan.questions.map(async ({ sku, step }) => {
        const pending = record.claims.find((claim) => claim.sku === sku)?.pending ?? [];
        const answer = await this.#slot.calls.send(sku, { claim: record.id, steps: [...pending, step] });
        if (answer.outcome === "done") answers.set(sku, answer);
        else if (answer.outcome === "refused") refusals.set(sku, answer.refusal);
        else isComplete = false;
      }),
    );
    return { answers, refusals, isComplete };
  }

  /** Decides a change by what the record is now: it may have been released or run out while SKUs were asked. */
  async #settle(
    call: ChangeCall,
    plan: ChangePlan,
    attempt: string | null,
    asked: Asked,
  ): Promise<SlotResult<Reservation>> {
    const now = Date.now();
    const current = this.#current(call.id);
    const found = usable(current, now);
    if (!found.accepted) {
      if (current?.state === "held") this.#expire(current, now);
      await this.#slot.driveReservation(call.id);
      return found;
    }
    const record = found.value;
    const refusal = changeRefusal(record, call, attempt, asked);
    if (refusal === null) {
      return this.#decide(remember(settleChange(record, call.lines, plan, asked.answers), call.key, call.body), now);
    }
    if (attempt !== null && record.changing?.attempt === attempt) {
      this.#slot.saveReservation(abandonChange(record), now);
      await this.#slot.driveReservation(call.id);
    }
    return refused(refusal);
  }

  /** Writes a decision, drives it, and answers whatever became of driving it: what is written is final. */
  async #decide(record: ReservationRecord, now: number): Promise<SlotResult<Reservation>> {
    this.#slot.saveReservation(record, now);
    await this.#slot.driveReservation(record.id);
    return { accepted: true, value: stamped(reservationView(record)) };
  }

  #expire(record: HeldRecord, now: number): void {
    const events = this.#slot.wants("reservation.expired") ? [expiredEvent(record, now)] : [];
    this.#slot.saveReservation(endHold(record, "expired", now), now, events);
  }

  #current(id: string): ReservationRecord | null {
    return this.#load(id)?.record ?? null;
  }

  /** The reservation as it is. A change that was cut off by a crash is given up before anyone sees it. */
  #load(id: string): Loaded<ReservationRecord> | null {
    const loaded = this.#slot.reservation(id);
    if (loaded === null || !isReservation(loaded.record)) return null;
    const { record, mark } = loaded;
    if (record.state !== "held" || record.changing === null || this.#changing.has(record.changing.attempt)) {
      return { record, mark };
    }
    this.#slot.saveReservation(abandonChange(record), Date.now());
    return this.#load(id);
  }

  /** A call on a record that is there: answered from the record if it was answered before. */
  #onRecord(
    call: CallKey & { id: string },
    run: (now: number) => Promise<Decided<never> | SlotResult<Reservation>>,
  ): Promise<SlotResult<Reservation>> {
    return this.#once(call, async () => {
      const record = this.#current(call.id);
      const again = record === null ? null : answerAgain(record, call);
      return again ?? run(Date.now());
    });
  }

  async #once(call: CallKey, run: () => Promise<SlotResult<Reservation>>): Promise<SlotResult<Reservation>> {
    const running = this.#underWay.get(call.key);
    if (running !== undefined) {
      return running.body === call.body ? running.result : refused({ reason: "idempotency_mismatch" });
    }
    const result = run();
    this.#underWay.set(call.key, { body: call.body, result });
    try {
      return await result;
    } finally {
      this.#underWay.delete(call.key);
    }
  }
}

/** What asking the SKUs about a change came to. */
interface Asked {
  answers: Map<string, Done>;
  refusals: Map<string, Refusal>;
  isComplete: boolean;
}

function changeRefusal(record: HeldRecord, call: ChangeCall, attempt: string | null, asked: Asked): SlotRefusal | null {
  if ((record.changing?.attempt ?? null) !== attempt) return { reason: "change_in_progress" };
  if (record.revision !== call.revision) return { reason: "revision_mismatch", revision: record.revision };
  const told = refusedLines(call.lines, asked.refusals, []);
  if (told.length > 0) return { reason: "lines", lines: told };
  return asked.isComplete ? null : { reason: "unavailable" };
}

function asInquiry(question: ChangeQuestion): ChangeQuestion {
  if (!question.tries) return question;
  const { ask, channel } = question.step;
  return { sku: question.sku, tries: false, step: { kind: "inquire", ask, scope: "all", channel } };
}

function answerAgain(record: ReservationRecord, call: CallKey): SlotResult<Reservation> | null {
  const stored = answered(record, call.key, call.body);
  if (!stored.found) return null;
  if (!stored.same) return refused({ reason: "idempotency_mismatch" });
  const answer: Answer = stored.answer;
  return { accepted: true, value: stamped(answer) };
}
