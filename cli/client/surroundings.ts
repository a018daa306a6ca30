/** What a run needs of the process around it. */
export interface Surroundings {
  environment: Readonly<Record<string, string | undefined>>;
  out: (text: string) => void;
  error: (text: string) => void;
  /** Someone watches: both outputs are terminals. */
  isTerminal: boolean;
}

/** Those of this process. */
export function ownSurroundings(): Surroundings {
  return {
    environment: process.env,
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    isTerminal: process.stdout.isTTY === true && process.stderr.isTTY === true,
  };
}
