import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import type { EventType, RecordedEvent } from "../../../sdk/index.ts";
import type { OutboxMessage } from "../../../worker/objects/outbox-message.ts";
import type { StoreSettings } from "../../../worker/objects/sku-callable.ts";

let revision = 1;

/** Facts of a store where these events are wanted, newer than all before. */
export function wanting(...wanted: EventType[]): StoreSettings {
  revision += 1;
  return { revision, policy: {}, wanted };
}

/** What slots tell the queue of, from now until `vi.restoreAllMocks()`; nothing of it is handed on. */
export interface ToldEvents {
  /** Message by message. */
  messages: RecordedEvent[][];
  /** The queue takes nothing. */
  isDown: boolean;
}

export function withholdEvents(): ToldEvents {
  const told: ToldEvents = { messages: [], isDown: false };
  // The runtime gives each object a queue of its own, of one class.
  const queues = Object.getPrototypeOf(env.OUTBOX) as Queue<OutboxMessage>;
  const original = queues.send;
  vi.spyOn(queues, "send").mockImplementation(function (this: Queue<OutboxMessage>, message, options) {
    if (message.kind !== "events") return original.call(this, message, options);
    if (told.isDown) return Promise.reject(new Error("The queue is down"));
    told.messages.push(message.events);
    return Promise.resolve({ metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } });
  });
  return told;
}

/** All of it, as type and id. */
export function idsOf(told: ToldEvents): string[] {
  return told.messages.flat().map(({ id }) => id);
}

/** Ids of the events that a slot has recorded and not told. */
export function untoldOf(number: number): Promise<string[]> {
  return runInDurableObject(env.SLOT.getByName(`slot-${number}`), (_, state) =>
    state.storage.sql
      .exec<{ id: string }>("SELECT id FROM event ORDER BY id")
      .toArray()
      .map(({ id }) => id),
  );
}
