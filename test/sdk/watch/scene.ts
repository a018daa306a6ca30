import {
  type AnyOnhandError,
  type Availability,
  createFeed,
  createTransport,
  type Question,
} from "../../../sdk/index.ts";
import { BASE } from "../clients.ts";
import { FakeEnvironment } from "../fake-environment.ts";
import { type Answering, answering, type Line, line } from "../line.ts";

/** What a watcher was told. */
export interface Told {
  views: Availability[];
  problems: AnyOnhandError[];
  stop: () => void;
}

/** A feed, a clock that the test moves, and a server of a few words. */
export interface Scene {
  environment: FakeEnvironment;
  line: Line;
  /** What the server says of each SKU and product; one that is not here it does not know. */
  goods: Map<string, object>;
  /** Seconds from the start at which something was asked. */
  askedAt: number[];
  advance(ms: number): Promise<void>;
  watch(question: Question): Told;
}

/** One attempt a look, so that each request is a look. */
export function scene({ refreshMs, goods = {} }: { refreshMs?: number; goods?: Record<string, object> } = {}): Scene {
  const environment = new FakeEnvironment();
  const startMs = environment.nowMs;
  const known = new Map(Object.entries(goods));
  const askedAt: number[] = [];
  const made = line([], ({ path }) => {
    const { pathname, searchParams } = new URL(path, BASE);
    const product = /^\/v1\/products\/([^/]+)\//.exec(pathname)?.[1];
    if (product !== undefined) return Response.json({ product, ...known.get(product) });
    const skus = searchParams.getAll("sku");
    const items = skus.flatMap((sku) => (known.has(sku) ? [{ sku, ...known.get(sku) }] : []));
    return Response.json({ items, unknown: skus.filter((sku) => !known.has(sku)) });
  });
  const transport = createTransport({
    baseUrl: BASE,
    retries: 0,
    environment,
    fetch(url, init) {
      askedAt.push((environment.nowMs - startMs) / 1_000);
      return made.fetch(url, init);
    },
  });
  const feed = createFeed(transport, refreshMs);
  return {
    environment,
    line: made,
    goods: known,
    askedAt,
    advance: (ms) => environment.advance(ms),
    watch(question) {
      const views: Availability[] = [];
      const problems: AnyOnhandError[] = [];
      const stop = feed.watch(question, {
        onView: (view) => void views.push(view),
        onProblem: (problem) => void problems.push(problem),
      });
      return { views, problems, stop };
    },
  };
}

/** An answer that says no more of a SKU than its version and when it was read. */
export const readAt = (version: number, time: string): Answering =>
  answering(200, { items: [{ sku: "A", version, asOf: `2026-11-22T${time}Z` }], unknown: [] });

export const paths = ({ line: { sent } }: Scene): string[] => sent.map(({ path }) => path);
