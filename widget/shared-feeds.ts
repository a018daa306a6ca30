import type { AvailabilityWatcher, Feed } from "../sdk/index.ts";
// Not from the index: what that loads later would be made a part of the element, and split this one.
import { createFeed } from "../sdk/watch/create-feed.ts";
import type { Asked } from "./asked.ts";
import { transportOf } from "./transport-of.ts";

/** One server, asked with one key and in one rhythm, by some elements of the page. */
interface Shared {
  feed: Feed;
  elements: number;
}

/** Costs what the SDK's feed costs, once for each server, key and pause; an entry goes with its last element. */
const feeds = new Map<string, Shared>();

/** How an element is told. */
export interface ElementWatcher {
  onView: AvailabilityWatcher["onView"];
  onProblem(problem: Error): void;
}

/**
 * Watches what is asked, and returns the function that stops it. All elements of a page that ask the same server with the
 * same key and as often share one feed, and so one timer and one request. Calls back only after it has returned. Throws a
 * `TypeError` for an endpoint or a key that can never work.
 */
export function watchShared(asked: Asked, watcher: ElementWatcher): () => void {
  const { endpoint, key, question, refreshMs } = asked;
  const name = JSON.stringify([endpoint, key, refreshMs]);
  const shared = feeds.get(name) ?? { feed: createFeed(transportOf(asked), refreshMs), elements: 0 };
  feeds.set(name, shared);
  shared.elements += 1;
  const stop = shared.feed.watch(question, watcher);
  let isStopped = false;
  return () => {
    if (isStopped) return;
    isStopped = true;
    stop();
    shared.elements -= 1;
    if (shared.elements === 0) feeds.delete(name);
  };
}

/** How many feeds are in use: 0 when no element is on the page. */
export function countFeeds(): number {
  return feeds.size;
}
