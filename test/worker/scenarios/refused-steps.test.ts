import type { ProblemCode } from "../../../sdk/index.ts";
import { hold, on, order, type Scenario, type Step, ships, specify, stands, units } from "./index.ts";

// What may be done with an order in which state: every step in every state, accepted or refused by which code. A refusal
// leaves every figure and the order as they were.

/** Four units of A, of five on hand, and how the order came to its state. */
const STATES = {
  unknown: [],
  pending: [order("O", { A: 4 })],
  dropped: [order("O", { A: 4 }), on("O", "cancel")],
  allocated: [hold("cart", { A: 4 }), order("O", "cart")],
  planned: [hold("cart", { A: 4 }), order("O", "cart"), on("O", "shipments", { id: "S", lines: units(4) })],
  "partly shipped": [hold("cart", { A: 4 }), order("O", "cart"), ships("O", "S", units(2))],
  shipped: [hold("cart", { A: 4 }), order("O", "cart"), ships("O", "S", units(4))],
  cancelled: [hold("cart", { A: 4 }), order("O", "cart"), on("O", "cancel")],
} as const satisfies Record<string, readonly Step[]>;

type State = keyof typeof STATES;

/** Everything that can be asked of an order. */
const ASKS = {
  "report a state": ["states", { state: "Delivered" }],
  "order five instead": ["lines", { lines: units(5) }],
  "cancel all": ["cancel", {}],
  "cancel one": ["cancel", { lines: units(1) }],
  "plan one": ["shipments", { id: "T", lines: units(1) }],
  "plan under a taken id": ["shipments", { id: "S", lines: units(1) }],
  "unplan the shipment": ["shipments/S/unplan", {}],
  "ship the shipment": ["shipments/S/ship", {}],
  "return one": ["returns", { id: "R", lines: units(1) }],
} as const satisfies Record<string, readonly [string, Record<string, unknown>]>;

type Ask = keyof typeof ASKS;

const TABLE: Record<State, Record<Ask, ProblemCode | "done">> = {
  unknown: {
    "report a state": "order_not_found",
    "order five instead": "order_not_found",
    "cancel all": "order_not_found",
    "cancel one": "order_not_found",
    "plan one": "order_not_found",
    "plan under a taken id": "order_not_found",
    "unplan the shipment": "order_not_found",
    "ship the shipment": "order_not_found",
    "return one": "order_not_found",
  },
  pending: {
    "report a state": "done",
    "order five instead": "done",
    "cancel all": "done",
    "cancel one": "done",
    "plan one": "order_not_allocated",
    "plan under a taken id": "order_not_allocated",
    "unplan the shipment": "shipment_not_found",
    "ship the shipment": "shipment_not_found",
    "return one": "order_not_allocated",
  },
  dropped: {
    "report a state": "done",
    "order five instead": "order_cancelled",
    "cancel all": "done",
    "cancel one": "order_cancelled",
    "plan one": "order_cancelled",
    "plan under a taken id": "order_cancelled",
    "unplan the shipment": "shipment_not_found",
    "ship the shipment": "shipment_not_found",
    "return one": "order_cancelled",
  },
  allocated: {
    "report a state": "done",
    "order five instead": "done",
    "cancel all": "done",
    "cancel one": "done",
    "plan one": "done",
    "plan under a taken id": "done",
    "unplan the shipment": "shipment_not_found",
    "ship the shipment": "shipment_not_found",
    "return one": "exceeds_line",
  },
  planned: {
    "report a state": "done",
    "order five instead": "done",
    "cancel all": "shipment_planned",
    "cancel one": "shipment_planned",
    "plan one": "exceeds_line",
    "plan under a taken id": "shipment_exists",
    "unplan the shipment": "done",
    "ship the shipment": "done",
    "return one": "exceeds_line",
  },
  "partly shipped": {
    "report a state": "done",
    "order five instead": "done",
    "cancel all": "done",
    "cancel one": "done",
    "plan one": "done",
    "plan under a taken id": "shipment_exists",
    "unplan the shipment": "shipment_shipped",
    "ship the shipment": "done",
    "return one": "done",
  },
  shipped: {
    "report a state": "done",
    "order five instead": "order_shipped",
    "cancel all": "order_shipped",
    "cancel one": "order_shipped",
    "plan one": "order_shipped",
    "plan under a taken id": "order_shipped",
    "unplan the shipment": "shipment_shipped",
    "ship the shipment": "done",
    "return one": "done",
  },
  cancelled: {
    "report a state": "done",
    "order five instead": "order_cancelled",
    "cancel all": "done",
    "cancel one": "order_cancelled",
    "plan one": "order_cancelled",
    "plan under a taken id": "order_cancelled",
    "unplan the shipment": "shipment_not_found",
    "ship the shipment": "shipment_not_found",
    "return one": "order_cancelled",
  },
};

/** Figures of A when it was done, where they differ from those of the state. */
const AFTER: Partial<Record<State, Partial<Record<Ask, readonly [number, number, number, number]>>>> = {
  allocated: {
    "order five instead": [5, 0, 5, 0],
    "cancel all": [5, 0, 0, 0],
    "cancel one": [5, 0, 3, 0],
    "plan one": [5, 0, 3, 1],
    "plan under a taken id": [5, 0, 3, 1],
  },
  planned: {
    "order five instead": [5, 0, 1, 4],
    "unplan the shipment": [5, 0, 4, 0],
    "ship the shipment": [1, 0, 0, 0],
  },
  "partly shipped": {
    "order five instead": [3, 0, 3, 0],
    "cancel all": [3, 0, 0, 0],
    "cancel one": [3, 0, 1, 0],
    "plan one": [3, 0, 1, 1],
    "return one": [4, 0, 2, 0],
  },
  shipped: { "return one": [2, 0, 0, 0] },
};

const BEFORE: Record<State, readonly [number, number, number, number]> = {
  unknown: [5, 0, 0, 0],
  pending: [5, 0, 0, 0],
  dropped: [5, 0, 0, 0],
  allocated: [5, 0, 4, 0],
  planned: [5, 0, 0, 4],
  "partly shipped": [3, 0, 2, 0],
  shipped: [1, 0, 0, 0],
  cancelled: [5, 0, 0, 0],
};

for (const state of keysOf(TABLE)) {
  specify(
    `of an order that is ${state}`,
    keysOf(TABLE[state]).map((ask): Scenario => {
      const outcome = TABLE[state][ask];
      const [path, body] = ASKS[ask];
      return {
        that: outcome === "done" ? `one may ${ask}` : `one may not ${ask}: ${outcome}`,
        given: { skus: { A: { onHand: { main: 5 } } } },
        steps: [
          ...STATES[state],
          stands("A", { main: BEFORE[state] }),
          on("O", path, body, outcome === "done" ? undefined : { code: outcome }),
          stands("A", { main: AFTER[state]?.[ask] ?? BEFORE[state] }),
        ],
      };
    }),
  );
}

function keysOf<Key extends string>(table: Record<Key, unknown>): Key[] {
  // The tables here are written out: they have the keys of their type and no others.
  return Object.keys(table) as Key[];
}
