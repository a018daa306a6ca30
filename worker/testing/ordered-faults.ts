import type { Fault } from "./faults.ts";
import type { FaultOrder, TestRequest } from "./test-server.ts";

interface Ordered {
  readonly fault: Fault;
  readonly when: (request: TestRequest) => boolean;
  left: number;
}

const KINDS: Readonly<Record<Fault["kind"], true>> = {
  rate_limited: true,
  unavailable: true,
  slow: true,
  cut_off: true,
  offline: true,
  lost_answer: true,
};

/** The faults that are still to strike, in the order in which they were ordered. */
export class OrderedFaults {
  #ordered: Ordered[] = [];

  /** Throws a TypeError for what is no fault, or no order. */
  add(fault: Fault, { times = 1, when = () => true, ...rest }: FaultOrder = {}): void {
    if (typeof fault !== "object" || fault === null || !Object.hasOwn(KINDS, fault.kind)) {
      throw new TypeError("fail: the first argument must be a fault, such as rateLimited()");
    }
    for (const name of Object.keys(rest))
      throw new TypeError(`fail: ${name} is not an option. The options are times, when`);
    if (times !== Number.POSITIVE_INFINITY && (!Number.isInteger(times) || times < 1)) {
      throw new TypeError("fail: times must be a whole number from 1, or Infinity");
    }
    if (typeof when !== "function") throw new TypeError("fail: when must be a function");
    this.#ordered.push({ fault, when, left: times });
  }

  /** The fault that strikes a request, or `null`. */
  take(request: TestRequest): Fault | null {
    const ordered = this.#ordered.find(({ when }) => when(request));
    if (ordered === undefined) return null;
    ordered.left -= 1;
    if (ordered.left === 0) this.#ordered = this.#ordered.filter((each) => each !== ordered);
    return ordered.fault;
  }

  clear(): void {
    this.#ordered = [];
  }
}
