/** Who asks: by the key that is sent. */
export type Asker = "shopper" | "admin" | "nobody";

export interface AskOptions {
  /** A text is sent as it is, anything else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  /** A key instead of the asker's own. */
  key?: string;
  /** Default: another one for each POST, the same on both sides. `null`: none. */
  idempotencyKey?: string | null;
}

/** An answer, read. */
export interface SideAnswer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** One of the two servers that a scenario is played to. What is asked and answered is written down by whoever makes it. */
export interface Side {
  /** `Body`: what the scenario takes from the answer. */
  ask<Body = unknown>(asker: Asker, method: string, path: string, options?: AskOptions): Promise<SideAnswer<Body>>;
  /** Lets time pass, and all that is due in it happen. */
  pass(ms: number): Promise<void>;
  /** Waits for what the Worker does after its answers: asks as an admin until the answer fits. Only that one is written down. */
  until<Body>(path: string, fits: (body: Body) => boolean): Promise<SideAnswer<Body>>;
}

/** A story that both servers are told. */
export interface Scenario {
  readonly name: string;
  play(side: Side): Promise<void>;
}
