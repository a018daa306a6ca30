import { connect, type Socket } from "node:net";
import { type RawAnswer, ResponseReader } from "./response-reader.ts";

/** What a connection tells. */
export interface ConnectionEvents {
  /** The next request, or `null` when no more is to be sent: the connection then ends itself. */
  readonly next: () => string | null;
  readonly onAnswer: (answer: RawAnswer, sentAt: number, now: number) => void;
  /** It broke, in a few words. No more comes of it. */
  readonly onBroken: (what: string) => void;
}

/** One kept-alive connection with one request under way at a time. Ends when there is nothing more to send. */
export class Connection {
  readonly #socket: Socket;
  readonly #reader = new ResponseReader();
  readonly #events: ConnectionEvents;
  #sentAt = 0;
  #isOver = false;
  /** Resolves when it is connected, rejects when it cannot be. */
  readonly connected: Promise<void>;
  /** Resolves when it is over, in whatever way. */
  readonly over: Promise<void>;

  constructor(host: string, port: number, events: ConnectionEvents) {
    this.#events = events;
    this.#socket = connect({ host, port, noDelay: true });
    this.connected = new Promise((resolve, reject) => {
      this.#socket.once("connect", resolve);
      this.#socket.once("error", reject);
    });
    this.over = new Promise((resolve) => this.#socket.once("close", () => resolve()));
    this.#socket.on("data", (chunk) => this.#read(chunk));
    this.#socket.on("error", (error) => this.#break(`connection: ${error.message}`));
    this.#socket.on("end", () => this.#break("connection: closed by the server"));
  }

  /** Sends the first request; each answer sends the next. */
  send(): void {
    const request = this.#events.next();
    if (request === null) {
      this.#isOver = true;
      this.#socket.destroy();
      return;
    }
    this.#sentAt = performance.now();
    this.#socket.write(request, "latin1");
  }

  /** Gives up on an answer that does not come. */
  abandon(): void {
    this.#break("no answer in time");
  }

  #read(chunk: Buffer): void {
    let answer: RawAnswer | null;
    try {
      answer = this.#reader.push(chunk);
    } catch (error) {
      this.#break(error instanceof Error ? error.message : String(error));
      return;
    }
    if (answer === null) return;
    this.#events.onAnswer(answer, this.#sentAt, performance.now());
    this.send();
  }

  #break(what: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#events.onBroken(what);
    this.#socket.destroy();
  }
}
