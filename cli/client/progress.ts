import { SingleBar } from "cli-progress";

/** Shows how far a run is. */
export interface Progress {
  /** `total`: things in all; `null` where that cannot be known, then the things done are counted. */
  start(total: number | null): void;
  advance(done: number): void;
  stop(): void;
}

const NONE: Progress = { start() {}, advance() {}, stop() {} };

/** A bar on the terminal; nothing where nobody watches. It is taken away at the end. */
export function createProgress(doing: string, isTerminal: boolean): Progress {
  if (!isTerminal) return NONE;
  let bar: SingleBar | null = null;
  return {
    start(total) {
      const measured = `${doing} {bar} {percentage}% {value}/{total}, {eta_formatted} left`;
      bar = new SingleBar({
        format: total === null ? `${doing} {value}, {duration_formatted}` : measured,
        stream: process.stderr,
        clearOnComplete: true,
        hideCursor: true,
      });
      bar.start(total ?? Number.MAX_SAFE_INTEGER, 0);
    },
    advance: (done) => bar?.increment(done),
    stop: () => bar?.stop(),
  };
}
