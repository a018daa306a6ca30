import { Log, LogLevel } from "miniflare";

/**
 * What the runtime reports to the person who runs the installation: warnings and errors, one line each on stderr. The
 * Worker's own log lines do not pass here; they go to stdout and stderr as they are.
 */
export class OperatorLog extends Log {
  readonly #onError: () => void;

  /** `onError` is called after each error has been written. */
  constructor(onError: () => void) {
    super(LogLevel.WARN);
    this.#onError = onError;
  }

  override warn(message: string): void {
    console.error(`onhand: ${message}`);
  }

  override error(error: Error): void {
    const cause = error.cause instanceof Error ? ` (${error.cause.message})` : "";
    console.error(`onhand: ${error.message}${cause}`);
    this.#onError();
  }
}
