/** Something that is loaded when it is first needed. */
export class Part<Loaded> {
  /** `null` until it is there. */
  loaded: Loaded | null = null;
  #import: (() => Promise<Loaded>) | null;
  readonly #onLoaded: () => void;
  readonly #onProblem: (problem: unknown) => void;

  constructor(importPart: () => Promise<Loaded>, onLoaded: () => void, onProblem: (problem: unknown) => void) {
    this.#import = importPart;
    this.#onLoaded = onLoaded;
    this.#onProblem = onProblem;
  }

  /** The part, if it is there; else it is loaded, once, and one of the two is called back. */
  load(): Loaded | null {
    const importPart = this.#import;
    this.#import = null;
    importPart?.().then((loaded) => {
      this.loaded = loaded;
      this.#onLoaded();
    }, this.#onProblem);
    return this.loaded;
  }
}
