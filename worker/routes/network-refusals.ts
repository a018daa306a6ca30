import type { ClosingObstacle, LineProblem, ProblemCode } from "../../sdk/index.ts";
import type { ChannelRefusal } from "../catalogue/channels.ts";
import type { RemovalStart } from "../catalogue/warehouse-closing.ts";
import type { WarehouseRefusal } from "../catalogue/warehouses.ts";
import { ProblemError } from "./problem.ts";

type RemovalRefusal = (RemovalStart & { accepted: false })["refusal"];

/** Why a warehouse is neither changed nor closed, as a problem. `pointer`: the field by which it was asked. */
export function warehouseProblem(
  refusal: WarehouseRefusal | RemovalRefusal,
  code: string,
  pointer: string,
): ProblemError {
  switch (refusal.reason) {
    case "missing":
      return unknownWarehouse(code);
    case "stale":
      return movedOn(refusal.revision);
    case "full":
      return new ProblemError(
        "too_many_warehouses_in_all",
        `There are ${refusal.bound} warehouses already, removed ones included.`,
      );
    case "closing":
      return at(pointer, "warehouse_closed", closingDetail(refusal.moveTo));
    case "last": {
      const errors = refusal.channels.map((channel) =>
        fault(pointer, "last_warehouse", `Channel ${channel} sells from it alone.`),
      );
      return new ProblemError("last_warehouse", `${refusal.channels.join(", ")} would sell nothing.`, errors);
    }
    case "target":
      return at(pointer, "warehouse_closed", `Warehouse ${refusal.of} is being moved into it.`);
    case "move":
      return moveProblem(refusal.cause);
    case "not_empty":
      return new ProblemError(
        "warehouse_not_empty",
        "Move what is there, or say where with moveTo.",
        refusal.obstacles.map((obstacle) => ({
          ...fault(pointer, "warehouse_not_empty", obstacleDetail(obstacle)),
          sku: obstacle.sku,
        })),
      );
  }
}

/** Why a channel is not changed, as a problem. */
export function channelProblem(refusal: ChannelRefusal): ProblemError {
  switch (refusal.reason) {
    case "stale":
      return movedOn(refusal.revision);
    case "full":
      return new ProblemError("too_many_channels", `There are ${refusal.bound} channels already.`);
    case "warehouses": {
      const errors = refusal.wrong.map(({ index, code, cause }) =>
        cause === "missing"
          ? fault(`/warehouses/${index}`, "warehouse_not_found", `There is no warehouse ${code}.`)
          : fault(`/warehouses/${index}`, "warehouse_closed", `Warehouse ${code} is being removed.`),
      );
      const isMissing = refusal.wrong.some(({ cause }) => cause === "missing");
      return new ProblemError(
        isMissing ? "warehouse_not_found" : "warehouse_closed",
        errors.map(({ detail }) => detail).join(" "),
        errors,
      );
    }
  }
}

/** `If-Match` names another revision; `null`: there is nothing. */
export function movedOn(revision: number | null): ProblemError {
  const detail = revision === null ? "There is none." : `It is at revision ${revision} now.`;
  return new ProblemError("precondition_failed", detail);
}

/** In a path, where it is not found. */
export function unknownWarehouse(code: string): ProblemError {
  return new ProblemError("warehouse_not_found", `There is no warehouse ${code}.`, [], 404);
}

export function unknownChannel(code: string): ProblemError {
  return new ProblemError("channel_not_found", `There is no channel ${code}.`, [], 404);
}

function moveProblem(cause: (RemovalRefusal & { reason: "move" })["cause"]): ProblemError {
  switch (cause) {
    case "missing":
      return at("moveTo", "warehouse_not_found", "There is no such warehouse.");
    case "closing":
      return at("moveTo", "warehouse_closed", "It is being closed itself.");
    case "itself":
      return at("moveTo", "invalid_request", "must be another warehouse");
    case "inactive":
      return at("moveTo", "invalid_request", "must be an active warehouse");
  }
}

function at(pointer: string, code: ProblemCode, detail: string): ProblemError {
  return ProblemError.field(pointer, detail, code);
}

function fault(pointer: string, code: ProblemCode, detail: string): LineProblem {
  return { pointer, code, detail };
}

function closingDetail(moveTo: string | null): string {
  return moveTo === null ? "It is being removed." : `It is being moved to ${moveTo} and removed.`;
}

function obstacleDetail({ sku, onHand, claimed, planned, incoming }: ClosingObstacle): string {
  return `${sku} has ${onHand} on hand, ${claimed} held or allocated, ${planned} planned, ${incoming} incoming.`;
}
