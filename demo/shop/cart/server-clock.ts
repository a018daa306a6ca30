/**
 * The server's time, as an answer told it: a shopper's own clock may be wrong by hours. Counts on with the time since
 * the page was opened, which nobody can set.
 */
export class ServerClock {
  readonly #asOfMs: number;
  readonly #readAtMs: number;

  /** `asOf`: the time of an answer that has just come in. */
  constructor(asOf: string) {
    this.#asOfMs = Date.parse(asOf);
    this.#readAtMs = performance.now();
  }

  /** Milliseconds from now until a time of the server; negative when it lies behind. */
  msUntil(time: string): number {
    return Date.parse(time) - this.#asOfMs - (performance.now() - this.#readAtMs);
  }
}

/** "1:05" for 64,300 ms: the second that runs counts as a whole one. */
export function minutesAndSeconds(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
