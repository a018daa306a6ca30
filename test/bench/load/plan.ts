/** The text of one HTTP/1.1 request. `after: null`: it is complete; else a fresh idempotency key stands between the two. */
export interface RequestText {
  readonly before: string;
  readonly after: string | null;
}

/** What every answer of a run must be. Anything else is counted as unexpected. */
export interface ExpectedAnswer {
  readonly status: number;
  /** A text that its body contains, and how often at least. */
  readonly contains: string;
  readonly times: number;
}

/** What the generator does in one run. Plain data: it crosses to the generator's thread. */
export interface LoadPlan {
  readonly host: string;
  readonly port: number;
  /** Connections, each kept alive, with one request under way at a time. */
  readonly connections: number;
  /** Load before the clock starts, in milliseconds: its answers are judged and counted as accepted, but not measured. */
  readonly rampMs: number;
  /** How long is measured, in milliseconds. */
  readonly measuredMs: number;
  readonly requests: readonly RequestText[];
  /** `null`: the requests at random. A number: the first one so many times, then the next one, and so on. */
  readonly turnEvery: number | null;
  readonly expected: ExpectedAnswer;
}

/** What came of one run. */
export interface LoadResult {
  /** Answers within the measured time. */
  readonly measured: number;
  /** How long was measured, in milliseconds. */
  readonly measuredMs: number;
  /** Milliseconds from request to answer of each of those. */
  readonly latenciesMs: Float64Array;
  /** Expected answers, those of the ramp and of the requests that were under way at the end included. */
  readonly answered: number;
  /** What else came, with how often: an unexpected answer, a broken connection, no answer in time. */
  readonly unexpected: Readonly<Record<string, number>>;
  /** Share of the measured time in which the generator itself was busy, 0 – 1. Near 1 it measures itself. */
  readonly busy: number;
}
