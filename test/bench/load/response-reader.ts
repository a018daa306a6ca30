/** One answer, as far as it is looked at. */
export interface RawAnswer {
  readonly status: number;
  /** As Latin-1: what is looked for in it is ASCII. */
  readonly body: string;
}

const HEAD_END = "\r\n\r\n";
const STATUS_AT = "HTTP/1.1 ".length;

/**
 * Reads the answers of one connection, one at a time. Only what the two measured servers send: a body with its length.
 * A general HTTP parser takes more time than the whole rest of the generator.
 */
export class ResponseReader {
  #text = "";
  #bodyAt = -1;
  #bodyLength = 0;

  /** The answer, once it is complete. Throws when the bytes are no answer of the kind it reads. */
  push(chunk: Buffer): RawAnswer | null {
    this.#text = this.#text === "" ? chunk.toString("latin1") : this.#text + chunk.toString("latin1");
    if (this.#bodyAt === -1) this.#readHead();
    if (this.#bodyAt === -1 || this.#text.length < this.#bodyAt + this.#bodyLength) return null;
    if (this.#text.length > this.#bodyAt + this.#bodyLength) throw new Error("more bytes than the answer's length");
    const answer = {
      status: Number(this.#text.slice(STATUS_AT, STATUS_AT + 3)),
      body: this.#text.slice(this.#bodyAt),
    };
    this.#text = "";
    this.#bodyAt = -1;
    return answer;
  }

  #readHead(): void {
    const headEnd = this.#text.indexOf(HEAD_END);
    if (headEnd === -1) return;
    const length = /\r\ncontent-length: *(\d+)/i.exec(this.#text.slice(0, headEnd))?.[1];
    if (length === undefined) throw new Error("an answer without a length");
    this.#bodyAt = headEnd + HEAD_END.length;
    this.#bodyLength = Number(length);
  }
}
