import type { ChannelFacts } from "./limit.ts";

/** What the rules of a store's network ask of a warehouse. */
export interface NetworkWarehouse {
  code: string;
  active: boolean;
  closing: { goal: "remove" | "deactivate"; moveTo: string | null; state: "running" | "refused" } | null;
}

/** A channel with the codes of its warehouses in order, active or not. */
export interface NetworkChannel {
  code: string;
  warehouses: readonly string[];
  strategy: string;
}

/** Warehouses, channels, and codes of warehouses that were removed. */
export interface Network {
  warehouses: readonly NetworkWarehouse[];
  channels: readonly NetworkChannel[];
  removed: readonly string[];
}

/** Whether it is being closed at every SKU now, for one goal or for any. */
export function isClosing(warehouse: NetworkWarehouse, goal?: "remove" | "deactivate"): boolean {
  const { closing } = warehouse;
  return closing?.state === "running" && (goal === undefined || closing.goal === goal);
}

/** Every channel with the warehouses that it sells from: those that are active and not being closed (DESIGN section 7.8). */
export function channelFactsOf({ warehouses, channels }: Network): ChannelFacts[] {
  const open = new Set(warehouses.filter(isOpen).map(({ code }) => code));
  return channels.map(({ code, strategy, warehouses: named }) => ({
    code,
    strategy,
    warehouses: named.filter((warehouse) => open.has(warehouse)),
  }));
}

/** Where nothing is promised or put any more: warehouses that are being closed for their removal, or were removed. */
export function closedWarehouses({ warehouses, removed }: Network): string[] {
  const closing = warehouses.filter((warehouse) => isClosing(warehouse, "remove")).map(({ code }) => code);
  return [...new Set([...closing, ...removed])].toSorted();
}

/** Channels that sell, and would not without this warehouse. */
export function channelsSellingFromAlone(network: Network, warehouse: string): string[] {
  return channelFactsOf(network)
    .filter((channel) => channel.warehouses.length === 1 && channel.warehouses[0] === warehouse)
    .map(({ code }) => code);
}

/** The warehouse that is being emptied into this one, or `null`. */
export function emptiedInto(network: Network, warehouse: string): string | null {
  const source = network.warehouses.find((each) => isClosing(each) && each.closing?.moveTo === warehouse);
  return source?.code ?? null;
}

function isOpen(warehouse: NetworkWarehouse): boolean {
  return warehouse.active && !isClosing(warehouse);
}
