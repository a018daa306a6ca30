import type { Level, Movement, OrderCoveredEvent, RecordedEvent, StockEvent } from "../../sdk/index.ts";
import type { LowStanding } from "../core/standing.ts";
import type { ReplenishmentNews } from "./replenishment-news.ts";

/** What a SKU tells the projection. Figures are guarded by `changes`, lines by their number, events by their id. */
export interface SkuMessage {
  kind: "sku";
  sku: string;
  createdAt: number;
  /** Grows with every change of a level. */
  changes: number;
  levels: Level[];
  /** Without a hole among themselves. */
  lines: Movement[];
  /** Lines up to this number, acknowledged long ago, are with the projection alone. */
  linesGone: number;
  /** Replenishments that became so by these lines, guarded by the numbers that they carry. */
  replenishments: ReplenishmentNews[];
  /** `null`: nothing was written since that could change them. */
  standings: Standings | null;
  /** Oldest first. */
  events: AnnouncedEvent[];
  at: number;
}

/** Every place where a SKU is low; it is not at the others. */
export interface Standings {
  /** Of the settings that they are judged by; acknowledged with them. */
  revisions: number;
  /** Grows with whatever may change them. */
  version: number;
  low: LowStanding[];
}

/** An event of the SKU that the projection has not acknowledged. */
export interface AnnouncedEvent {
  /** Counts the SKU's own events. */
  sequence: number;
  event: StockEvent | OrderCoveredEvent;
  /** Name of the custom low-stock activity that is told of it; `null`: none is. */
  activity: string | null;
}

/** Events to be recorded that no acknowledgement is waited for. Repeats by id do no harm. */
export interface EventsMessage {
  kind: "events";
  events: RecordedEvent[];
}

/** One stretch of a job over all SKUs; each stretch sends the next. */
export interface JobMessage {
  kind: "job";
  job: "tell_settings" | "announce_all";
  /** The last SKU that is done; empty at the start. */
  after: string;
}

/** One stretch of closing a warehouse at every SKU. Where it stands is kept with the warehouse. */
export interface ClosingMessage {
  kind: "closing";
  warehouse: string;
  /** Id of the closing. */
  closing: string;
}

export type OutboxMessage = SkuMessage | EventsMessage | JobMessage | ClosingMessage;
