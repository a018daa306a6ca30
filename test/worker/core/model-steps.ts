import type { PlanStep, Step } from "../../../worker/core/step.ts";
import type { Model, ModelClaim, Unit, Warehouse } from "./model.ts";
import { WAREHOUSES } from "./model.ts";

/** Units that a plan takes, by warehouse. */
export interface Taken {
  warehouse: string;
  units: number;
}

/** What the model expects a SKU to answer. `backordered` is left out where the answer may be an older one. */
export type Expected =
  | { outcome: "done"; units: number; backordered?: number; taken?: Taken[] }
  | { outcome: "refused"; refusal?: { reason: "insufficient_on_hand"; available: number } }
  | { outcome: "ended" }
  | { outcome: "behind"; next: number };

/** Lets one step happen to the model, and says what the SKU has to answer. */
export function takeStep(model: Model, id: string, step: Step, nowMs: number): Expected {
  const claim = model.claims.get(id) ?? null;
  const isTried = step.kind === "hold" || step.kind === "plan";
  if (claim?.state === "ended" && isTried) return { outcome: "ended" };
  if (claim !== null && (claim.state === "ended" || step.n <= claim.step)) {
    const again: Expected = { outcome: "done", units: claim.units.length };
    return step.kind === "plan" ? { ...again, taken: takenOn(claim, step.shipment) } : again;
  }
  // What came before is acknowledged, and nothing is left of it: it has ended and was forgotten.
  if (claim === null && step.kind !== "hold" && step.after > 0) return { outcome: "ended" };
  if ((claim?.step ?? 0) < step.after) return { outcome: "behind", next: (claim?.step ?? 0) + 1 };
  if (step.kind === "hold") return hold(model, id, claim, step, nowMs);
  if (step.kind === "plan") return plan(model, id, claim, step);
  const driven = claim ?? { state: "empty", step: 0, channel: "", units: [], since: nowMs };
  model.claims.set(id, driven);
  const isFirst = claim === null;
  const isChanged = drive(model, driven, step, isFirst);
  driven.step = step.n;
  const done: Expected = { outcome: "done", units: driven.units.length };
  const answer = isChanged ? { ...done, backordered: model.backordered(id) } : done;
  model.rebalance();
  return answer;
}

function hold(
  model: Model,
  id: string,
  claim: ModelClaim | null,
  step: Step & { kind: "hold" },
  nowMs: number,
): Expected {
  const open = claim?.state === "held" || claim?.state === "allocated" ? claim : null;
  const next: ModelClaim = open ?? { state: "held", step: 0, channel: step.channel.code, units: [], since: nowMs };
  // Its own units never count against it, so it is judged as if it had none.
  const own = next.units;
  next.units = [];
  const isAccepted = model.mayPromise(step.ask.units, next.channel);
  next.units = own;
  if (!isAccepted) return { outcome: "refused" };
  model.claims.set(id, next);
  while (next.units.length < step.ask.units) {
    const warehouses = model.openOf(next.channel);
    const at = warehouses.find((each) => model.isFree(each)) ?? warehouses[0];
    if (at === undefined) throw new Error("A channel without a warehouse sells nothing");
    model.put(next, { at, state: "held", shipment: null });
  }
  next.step = step.n;
  const answer: Expected = { outcome: "done", units: next.units.length, backordered: model.backordered(id) };
  model.rebalance();
  return answer;
}

/** One unit after the other: those of the claim that goods are there for, then what is free where all shall leave from. */
function plan(model: Model, id: string, claim: ModelClaim | null, step: PlanStep): Expected {
  if (claim?.state !== "allocated") return tooFew(0);
  if (claim.units.some((unit) => unit.shipment === step.shipment)) throw new Error("Shipments have ids of their own");
  const from = step.warehouse === null ? null : warehouseOf(step.warehouse);
  const without = model.uncovered();
  const allocated = claim.units.filter((unit) => unit.state === "allocated");
  const chosen = allocated.filter((unit) => !without.has(unit) && (from === null || unit.at === from));
  const before = claim.units.map((unit) => ({ unit, at: unit.at }));
  if (from !== null && !model.closed.has(from)) {
    const elsewhere = allocated.filter((unit) => unit.at !== from);
    const waiting = elsewhere.filter((unit) => without.has(unit));
    const newestFirst = elsewhere.filter((unit) => !without.has(unit)).toReversed();
    for (const unit of [...waiting, ...newestFirst]) {
      if (chosen.length >= step.units || !model.isFree(from)) break;
      model.move(claim, unit, from);
      chosen.push(unit);
    }
  }
  if (chosen.length < step.units) {
    // Nothing happened: every unit is where it was.
    claim.units = before.map(({ unit, at }) => Object.assign(unit, { at }));
    return tooFew(chosen.length);
  }
  for (const unit of chosen.slice(0, step.units)) {
    unit.state = "planned";
    unit.shipment = step.shipment;
  }
  claim.step = step.n;
  const answer: Expected = {
    outcome: "done",
    units: claim.units.length,
    backordered: model.backordered(id),
    taken: takenOn(claim, step.shipment),
  };
  model.rebalance();
  return answer;
}

/** Says whether the answer tells anew how much of the claim is backordered. */
function drive(
  model: Model,
  claim: ModelClaim,
  step: Exclude<Step, { kind: "hold" | "plan" }>,
  isFirst: boolean,
): boolean {
  const hasUnits = claim.state === "held" || claim.state === "allocated";
  switch (step.kind) {
    case "decrease":
      if (!hasUnits) return false;
      drop(claim, "held", step.units);
      if (claim.units.length === 0 && claim.state === "held") claim.state = "empty";
      return claim.state !== "empty";
    case "extend":
      return false;
    case "allocate":
      if (!hasUnits) return false;
      claim.state = "allocated";
      for (const unit of claim.units) if (unit.state === "held") unit.state = "allocated";
      return true;
    case "release":
      end(claim);
      return false;
    case "cancel":
      if (step.ends) end(claim);
      else if (claim.state === "allocated") drop(claim, "allocated", step.units);
      return claim.state === "allocated";
    case "unplan": {
      const planned = claim.units.filter((unit) => unit.shipment === step.shipment);
      for (const unit of planned) Object.assign(unit, { state: "allocated", shipment: null });
      return planned.length > 0;
    }
    case "ship": {
      const planned = claim.units.filter((unit) => unit.shipment === step.shipment);
      for (const unit of planned) model.onHand[unit.at] -= 1;
      claim.units = claim.units.filter((unit) => unit.shipment !== step.shipment);
      if (step.ends) end(claim);
      return planned.length > 0 && !step.ends;
    }
    case "giveBack":
      if (isFirst && step.restock) {
        const open = [step.warehouse, ...step.instead].find((each) => !model.closed.has(warehouseOf(each)));
        model.onHand[warehouseOf(open ?? step.warehouse)] += step.units;
      }
      return false;
  }
}

/** Units in one state are given back, the newest first, until the claim has so many. */
function drop(claim: ModelClaim, state: Unit["state"], units: number): void {
  for (const unit of claim.units.toReversed()) {
    if (claim.units.length <= units) return;
    if (unit.state === state) claim.units = claim.units.filter((each) => each !== unit);
  }
}

function end(claim: ModelClaim): void {
  claim.units = [];
  claim.state = "ended";
}

function takenOn(claim: ModelClaim, shipment: string): Taken[] {
  const units = claim.units.filter((unit) => unit.shipment === shipment);
  return [...new Set(units.map((unit) => unit.at))].map((warehouse) => ({
    warehouse,
    units: units.filter((unit) => unit.at === warehouse).length,
  }));
}

function tooFew(available: number): Expected {
  return { outcome: "refused", refusal: { reason: "insufficient_on_hand", available } };
}

function warehouseOf(code: string): Warehouse {
  const found = WAREHOUSES.find((each) => each === code);
  if (found === undefined) throw new Error(`No warehouse ${code}`);
  return found;
}
