import type { WorkerBundle } from "../../../cli/build/bundle.ts";
import type { Generator } from "../load/generator.ts";
import type { Workplace } from "../sides/workplace.ts";

/** How thoroughly is measured. */
export interface Thoroughness {
  /** Measured runs of each side. */
  readonly rounds: number;
  /** Length of each, in milliseconds. */
  readonly roundMs: number;
  /** Connections of every scenario; `null`: as each says. */
  readonly connections: number | null;
}

/** What every measurement works with. */
export interface Bench extends Thoroughness {
  readonly place: Workplace;
  readonly onhand: WorkerBundle;
  readonly generator: Generator;
  /** Aborted when the benchmark is to stop: no further server may be started then. */
  readonly signal: AbortSignal;
  /** Told when a part of a measurement begins, in a few words. */
  readonly onProgress: (what: string) => void;
  /** Everything that is started is put here, so that whatever happens it is stopped. */
  readonly started: Set<{ stop(): Promise<void> }>;
}

/** Runs with servers that are stopped afterwards, also when it fails. */
export async function withServers<Server extends { worker: { stop(): Promise<void> } }, Value>(
  bench: Bench,
  starts: readonly (() => Promise<Server>)[],
  run: (servers: Server[]) => Promise<Value>,
): Promise<Value> {
  const servers: Server[] = [];
  try {
    // One after the other: where its runtime records itself, each start says in the environment.
    for (const start of starts) {
      bench.signal.throwIfAborted();
      const server = await start();
      servers.push(server);
      bench.started.add(server.worker);
    }
    return await run(servers);
  } finally {
    for (const { worker } of servers) {
      bench.started.delete(worker);
      await worker.stop();
    }
  }
}
