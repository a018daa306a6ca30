import type { StepsCall, StepsReply } from "../../worker/objects/sku-callable.ts";
import { beforeSlot, betweenSlotsAndSkus, crashSku, crashSlot, sku } from "../worker/objects/stage.ts";
import type { Fault } from "./operations.ts";

/** Bad luck between the real objects: what is to happen to the next calls. */
export class Faults {
  readonly #next: Fault[] = [];
  readonly #late: { name: string; call: StepsCall }[] = [];
  /** Whether the next gifts are lost before or after they are made. */
  readonly #lostGifts: boolean[] = [];
  #lostFates = 0;
  readonly #count: (what: string) => void;

  /** Puts itself between the objects, until `vi.restoreAllMocks()`. */
  constructor(count: (what: string) => void) {
    this.#count = count;
    betweenSlotsAndSkus((name, call, take) => this.#meddle(name, call, take));
    beforeSlot("give", async (run) => {
      const before = this.#lostGifts.shift();
      if (before === true) throw new Error("the request was lost");
      const given = await run();
      if (before === false) throw new Error("the answer was lost");
      return given;
    });
    beforeSlot("fates", async (run) => {
      if (this.#lostFates > 0) {
        this.#lostFates -= 1;
        throw new Error("the question was lost");
      }
      return run();
    });
  }

  add(fault: Fault, calls: number): void {
    for (let call = 0; call < calls; call += 1) this.#next.push(fault);
  }

  loseGift(before: boolean): void {
    this.#lostGifts.push(before);
  }

  loseFates(): void {
    this.#lostFates += 1;
  }

  /** What was under way for long arrives, in the wrong order too. */
  async deliverLate(): Promise<void> {
    for (const { name, call } of this.#late.splice(0).reverse()) await quietly(sku(name).take(call));
  }

  /** Nothing goes wrong any more. */
  async end(): Promise<void> {
    this.#next.length = 0;
    this.#lostGifts.length = 0;
    this.#lostFates = 0;
    await this.deliverLate();
  }

  async #meddle(name: string, call: StepsCall, take: () => Promise<StepsReply>): Promise<StepsReply> {
    const fault = this.#next.shift();
    if (fault !== undefined) this.#count(fault);
    switch (fault) {
      case undefined:
        return take();
      case "lose_request":
        throw new Error("the request was lost");
      case "lose_answer":
        await take();
        throw new Error("the answer was lost");
      case "deliver_twice":
        await take();
        return take();
      case "deliver_later":
        this.#late.push({ name, call });
        throw new Error("the request is under way for long");
      case "crash_slot_before":
        await crashSlot(call.slot);
        throw new Error("the slot has crashed");
      case "crash_slot_after": {
        const answers = await take();
        await crashSlot(call.slot);
        return answers;
      }
      case "crash_sku_before":
        void crashSku(name);
        throw new Error("the SKU has crashed");
      case "crash_sku_after":
        await take();
        void crashSku(name);
        throw new Error("the SKU has crashed");
    }
  }
}

/** Lets a call fail: a crash on the way is part of the story. */
export async function quietly(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch {
    // As said.
  }
}
