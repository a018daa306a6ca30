/** What the build puts in (cli/build/testing.ts): there is no source of it beside this file. */

/** Globals that the Worker's modules see instead of the runtime's. */
export interface WorkerGlobals {
  Date: DateConstructor;
  Math: Math;
  setTimeout: (run: () => void, ms?: number) => number;
  clearTimeout: (timer: number | null | undefined) => void;
  setInterval: (run: () => void, ms?: number) => number;
  clearInterval: (timer: number | null | undefined) => void;
  fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  crypto: Crypto;
}

/** The parts of the Worker that a runtime calls. What it is bound to is taken on trust: it is made to fit. */
export interface FreshWorker {
  handler: {
    fetch(request: Request, env: object, context: object): Response | Promise<Response>;
    queue(batch: object, env: object): Promise<void>;
    scheduled(controller: object, env: object): Promise<void>;
  };
  SkuObject: new (state: object, env: object) => object;
  SlotObject: new (state: object, env: object) => object;
  refusalOf(fault: "rate_limited" | "unavailable"): Response;
}

/** Runs the Worker's modules once more: what comes back shares nothing with any other. */
export function freshWorker(globals: WorkerGlobals): FreshWorker;

/** Every migration of the database, in order. */
export const MIGRATIONS: readonly string[];

/** SQLite as WebAssembly, in base 64. */
export const SQLITE_WASM: string;

/** What wrangler.toml says of the queues and limits, by their bindings. */
export const SETTINGS: {
  readonly queues: Readonly<Record<string, QueueSettings>>;
  /** Queues that are sent to: bindings and their queues' names. */
  readonly producers: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, { readonly limit: number; readonly periodSeconds: number }>>;
};

/** How a queue hands over what it has; keyed by the queue's name. */
export interface QueueSettings {
  readonly batchSizeMax: number;
  /** How long a batch waits for more. */
  readonly gatherMs: number;
  /** After so many repeats a message goes to the queue of dead ones. */
  readonly retriesMax: number;
  readonly retryDelayMs: number;
  readonly deadLetterQueue: string | null;
}
