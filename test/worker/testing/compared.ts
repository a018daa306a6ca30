/** An answer as it is compared. */
export interface ComparedAnswer {
  readonly asked: string;
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

const MINUTE_MS = 60_000;

/** Whatever is made by chance, each kind by itself. */
const CHANCE =
  /rsv_[\w-]{46}|sub_[\w-]{20,}|dlv_[0-9a-f]{32}|onh_[ps]k_[\w-]{20,}|whsec_[\w+/=]{20,}|[0-9a-f]{8}-[0-9a-f-]{27}|W\/\\?"[\w-]+\\?"|"nextCursor":"[^"]+"/g;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/g;

/**
 * Makes answers of two servers comparable: what is made by chance is named by its kind and the order in which it came up,
 * and a time by the whole minutes since the start. Nothing else is changed.
 */
export class Comparison {
  readonly #startMs: number;
  readonly #names = new Map<string, string>();

  constructor(startMs: number) {
    this.#startMs = startMs;
  }

  of(asked: string, status: number, headers: Headers, text: string): ComparedAnswer {
    const isJson = headers.get("content-type")?.includes("json") === true && text !== "";
    const named = this.#named(text);
    return {
      asked: this.#named(asked),
      status,
      headers: Object.fromEntries([...headers].map(([name, value]) => [name, this.#named(value)])),
      body: isJson ? JSON.parse(named) : named,
    };
  }

  #named(text: string): string {
    const withNames = text.replace(CHANCE, (found) => {
      if (found.startsWith('"nextCursor"')) return '"nextCursor":"…"';
      const known = this.#names.get(found);
      if (known !== undefined) return known;
      const name = `${/^(?:[a-z]+_(?:[ps]k_)?|W\/)/.exec(found)?.[0] ?? "id "}#${this.#names.size + 1}`;
      this.#names.set(found, name);
      return name;
    });
    return withNames.replace(TIME, (found) => {
      const minutes = Math.floor((Date.parse(found) - this.#startMs) / MINUTE_MS);
      return `${minutes} min`;
    });
  }
}
