import { SingleBar } from "cli-progress";

/** Shows how far a run is. */
export interface Progress {
  start(total: number): void;
  advance(done: number): void;
  stop(): void;
}

const NONE: Progress = { start() {}, advance() {}, stop() {} };

/** A bar on the terminal; nothing where the output goes to a file or a pipe. It is taken away at the end. */
export function createProgress(isTerminal: boolean): Progress {
  if (!isTerminal) return NONE;
  const bar = new SingleBar({
    format: "Importing {bar} {percentage}% {value}/{total}, {eta_formatted} left",
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
  });
  return {
    start: (total) => bar.start(total, 0),
    advance: (done) => bar.increment(done),
    stop: () => bar.stop(),
  };
}
