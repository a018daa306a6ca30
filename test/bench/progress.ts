import { SingleBar } from "cli-progress";

/** Shows on stderr what is being measured. */
export interface Progress {
  step(what: string): void;
  stop(): void;
}

/** A bar on a terminal, which is taken away at the end; elsewhere a line for each step. */
export function createProgress(total: number): Progress {
  if (!process.stderr.isTTY) {
    return { step: (what) => process.stderr.write(`bench: ${what}\n`), stop: () => {} };
  }
  const bar = new SingleBar({
    format: "{bar} {percentage}%  {duration_formatted}  {what}",
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(total, 0, { what: "building" });
  return { step: (what) => bar.increment(1, { what }), stop: () => bar.stop() };
}
