import { expect } from "vitest";
import { CheckedSku } from "./checked-sku.ts";
import { ask, MINUTE, NOW, SECOND } from "./given.ts";
import { CLAIM_COUNT, type Happening } from "./happenings.ts";
import { CHANNELS, type ModelPolicy, WAREHOUSES } from "./model.ts";
import { type Decision, type Deliver, Sender } from "./sender.ts";

const TOLD = { actor: "shop", note: null };

type Of<Event extends Happening["event"]> = Extract<Happening, { event: Event }>;
type OfClaim = Exclude<Extract<Happening, { claim: number }>, Of<"arrive">>;

/** The slot's side of the claim that something happens to. */
interface Caller {
  sender: Sender;
  deliver: Deliver;
  drive: (decision: Decision) => void;
}

/** What happens to one SKU, one event a second, and the slots that call it. Everything is checked after each event. */
export class Story {
  readonly #sku: CheckedSku;
  readonly #senders: Sender[] = Array.from({ length: CLAIM_COUNT }, () => new Sender());
  #returns = 0;
  #nowMs = NOW;

  /** With so many units on hand at each warehouse, so that something happens from the start. */
  constructor(policy: ModelPolicy, onHand: readonly number[]) {
    this.#sku = new CheckedSku(policy);
    for (const [index, at] of WAREHOUSES.entries()) {
      this.#sku.write(at, { kind: "count", onHand: onHand[index] ?? 0, expected: null });
    }
  }

  tell(happened: Happening): void {
    this.#nowMs += SECOND;
    this.#sku.nowMs = this.#nowMs;
    this.#let(happened);
    this.#sku.check();
  }

  #let(happened: Happening): void {
    switch (happened.event) {
      case "adjust":
        this.#sku.write(happened.warehouse, { kind: "adjust", delta: happened.delta, reason: "correction" });
        break;
      case "count":
        this.#sku.write(happened.warehouse, { kind: "count", onHand: happened.onHand, expected: null });
        break;
      case "transfer":
        this.#sku.transfer(happened.from, happened.to, happened.units);
        break;
      case "close":
        this.#sku.close(happened.warehouse);
        break;
      case "return":
        this.#return(happened);
        break;
      case "arrive":
        this.#arrive(happened);
        break;
      default:
        this.#call(happened);
    }
  }

  /** Anything that was ever sent comes once more, at last, or before what should have come first. */
  #arrive({ claim, message }: Of<"arrive">): void {
    const sent = this.#senders[claim]?.sent ?? [];
    const step = sent[message % Math.max(1, sent.length)];
    if (step !== undefined) this.#sku.take(idOf(claim), step);
  }

  #call(happened: OfClaim): void {
    const sender = this.#senders[happened.claim];
    if (sender === undefined) throw new Error(`No claim ${happened.claim}`);
    const deliver: Deliver = (step) => this.#sku.take(idOf(happened.claim), step);
    const drive = (decision: Decision): void => {
      for (const answer of sender.drive(decision, happened.isLost, deliver)) expect(answer.outcome).toBe("done");
    };
    const caller = { sender, deliver, drive };
    switch (happened.event) {
      case "hold":
        this.#hold(happened, caller);
        break;
      case "plan":
        this.#plan(happened, caller);
        break;
      case "extend":
        drive({ kind: "extend", expiresAt: this.#nowMs + 15 * MINUTE });
        break;
      case "decrease":
        // Of an order only what was tried and decided against is taken back like this.
        if (!sender.isOrdered) drive({ kind: "decrease", units: happened.units });
        break;
      case "release":
        if (!sender.isOrdered) drive({ kind: "release" });
        break;
      case "allocate":
        if (!sender.isOrdered) sender.units = this.#sku.unitsOf(idOf(happened.claim));
        sender.isOrdered = true;
        drive({ kind: "allocate", order: `O-${happened.claim}`, actor: "shop" });
        break;
      case "cancel":
        if (!sender.isOrdered) break;
        sender.units = Math.max(sender.planned, Math.min(sender.units, happened.units));
        drive({ kind: "cancel", units: sender.units, ends: false, ...TOLD });
        break;
      case "end":
        if (sender.isOrdered && sender.planned === 0) drive({ kind: "cancel", units: 0, ends: true, ...TOLD });
        break;
      case "unplan":
      case "ship":
        this.#moveShipment(happened, caller);
        break;
    }
  }

  #hold({ units, channel: code, ttlMs, isLost }: Of<"hold">, { sender, deliver, drive }: Caller): void {
    const wanted = sender.isOrdered ? sender.units + units : units;
    const answer = sender.attempt(
      {
        kind: "hold",
        ask: ask(wanted),
        channel: { code, warehouses: CHANNELS[code] ?? [] },
        client: null,
        expiresAt: this.#nowMs + ttlMs,
      },
      isLost,
      deliver,
    );
    if (!sender.isOrdered) return;
    // What an order was given more is allocated; what it was not given for certain is taken back.
    if (answer?.outcome === "done") {
      sender.units = wanted;
      drive({ kind: "allocate", order: "O-more", actor: "shop" });
    } else {
      sender.decide({ kind: "decrease", units: sender.units });
    }
  }

  #plan({ claim, units, warehouse, isLost }: Of<"plan">, { sender, deliver }: Caller): void {
    const shipment = `S-${claim}-${sender.sent.length}`;
    const answer = sender.attempt({ kind: "plan", shipment, units, warehouse, ...TOLD }, isLost, deliver);
    if (answer?.outcome === "done") sender.shipments.set(shipment, units);
    else sender.decide({ kind: "unplan", shipment, ...TOLD });
  }

  /** Also of a shipment that was never heard of. */
  #moveShipment({ event, shipment: index }: Of<"unplan" | "ship">, { sender, drive }: Caller): void {
    const all = [...sender.shipments];
    const [shipment, units] = all[index % Math.max(1, all.length)] ?? ["S-none", 0];
    sender.shipments.delete(shipment);
    if (event === "unplan") {
      drive({ kind: "unplan", shipment, ...TOLD });
      return;
    }
    sender.units -= units;
    const ends = sender.isOrdered && sender.units === 0 && units > 0;
    drive({ kind: "ship", shipment, ends, ...TOLD });
  }

  /** Said again, the wrong way round and after its claim was released, it is one return all the same. */
  #return({ units, warehouse, restock, isLost }: Of<"return">): void {
    this.#returns += 1;
    const id = `return ${this.#returns}`;
    const sender = new Sender();
    const deliver: Deliver = (step) => this.#sku.take(id, step);
    const where = { warehouse, instead: [...WAREHOUSES] };
    sender.drive({ kind: "giveBack", units, ...where, restock, order: "O-1", document: id, ...TOLD }, isLost, deliver);
    sender.drive({ kind: "release" }, isLost, deliver);
    for (const step of [...sender.sent.toReversed(), ...sender.sent, ...sender.sent]) deliver(step);
  }
}

function idOf(claim: number): string {
  return `r${claim}`;
}
