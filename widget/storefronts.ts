import { type AvailabilityCalls, type AvailabilityWatcher, createAvailability, createTransport } from "../sdk/index.ts";
import type { Asked } from "./asked.ts";

/** One server, asked with one key, by some elements of the page. */
interface Shared {
  availability: AvailabilityCalls;
  elements: number;
}

/** Costs what the SDK's feed costs, once for each server and key; an entry goes with its last element. */
const storefronts = new Map<string, Shared>();

/** How an element is told. */
export interface ElementWatcher {
  onView: AvailabilityWatcher["onView"];
  onProblem(problem: Error): void;
}

/**
 * Watches what is asked, and returns the function that stops it. All elements of a page that ask the same server with the
 * same key share one client, and so one timer and one request. Calls back only after it has returned. Throws a `TypeError`
 * for an endpoint or a key that can never work.
 */
export function watchShared({ endpoint, key, question, intervalMs }: Asked, watcher: ElementWatcher): () => void {
  const name = JSON.stringify([endpoint, key]);
  const shared = storefronts.get(name) ?? {
    // Without the storefront's reservations, which an element does not make.
    availability: createAvailability(createTransport({ baseUrl: endpoint, key })),
    elements: 0,
  };
  const stop = shared.availability.watch(question, watcher, { intervalMs });
  storefronts.set(name, shared);
  shared.elements += 1;
  let isStopped = false;
  return () => {
    if (isStopped) return;
    isStopped = true;
    stop();
    shared.elements -= 1;
    if (shared.elements === 0) storefronts.delete(name);
  };
}

/** How many servers and keys are in use: 0 when no element is on the page. */
export function countStorefronts(): number {
  return storefronts.size;
}
