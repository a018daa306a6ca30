import { REMEMBERED_ANSWERS_MAX } from "./bounds.ts";

/** An answer, and the tag that the server knows it by. */
export interface RememberedAnswer {
  etag: string;
  body: unknown;
}

/** The last answer of each path, the most recently kept ones of them: `REMEMBERED_ANSWERS_MAX`. */
export class RememberedAnswers {
  #answers = new Map<string, RememberedAnswer>();

  get(path: string): RememberedAnswer | undefined {
    return this.#answers.get(path);
  }

  keep(path: string, answer: RememberedAnswer): void {
    this.#answers.delete(path);
    this.#answers.set(path, answer);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > REMEMBERED_ANSWERS_MAX && oldest !== undefined) this.#answers.delete(oldest);
  }

  clear(): void {
    this.#answers.clear();
  }
}
