import type { Activity } from "../activity.ts";
import type { QueueSettings } from "../built.js";
import type { Clock } from "../test-clock.ts";

interface Waiting {
  readonly id: string;
  readonly body: unknown;
  readonly sentAtMs: number;
  attempts: number;
}

/** What was said of a message by the consumer; `null`: nothing. */
type Said = { kind: "acknowledged" } | { kind: "retry"; delayMs: number } | null;

/** What queues are made of and by. */
export interface QueueSetting {
  readonly clock: Clock;
  readonly activity: Activity;
  /** The Worker's consumer. */
  readonly consume: (batch: object) => Promise<void>;
}

interface SendOptions {
  delaySeconds?: number;
}

/** All queues of a server by their names. They deliver by the clock, each message until it is acknowledged or given up. */
export class MemoryQueues {
  readonly #queues: ReadonlyMap<string, MemoryQueue>;

  constructor(settings: Readonly<Record<string, QueueSettings>>, setting: QueueSetting) {
    const queues = new Map<string, MemoryQueue>();
    for (const [name, each] of Object.entries(settings)) {
      const giveUp = (body: unknown): void => {
        if (each.deadLetterQueue !== null) queues.get(each.deadLetterQueue)?.put(body, 0);
      };
      queues.set(name, new MemoryQueue(name, each, setting, giveUp));
    }
    this.#queues = queues;
  }

  /** What the Worker is bound to, to send to a queue. */
  producer(name: string): object {
    const queue = this.#queues.get(name);
    if (queue === undefined) throw new Error(`Nothing consumes the queue ${name}`);
    return {
      send: async (body: unknown, { delaySeconds = 0 }: SendOptions = {}) => queue.put(body, delaySeconds * 1_000),
      sendBatch: async (messages: Iterable<{ body: unknown } & SendOptions>) => {
        for (const { body, delaySeconds = 0 } of messages) queue.put(body, delaySeconds * 1_000);
      },
    };
  }
}

/** One queue. A batch goes out when it is full, or when its first message has waited for as long as the queue gathers. */
class MemoryQueue {
  readonly #name: string;
  readonly #settings: QueueSettings;
  readonly #setting: QueueSetting;
  readonly #giveUp: (body: unknown) => void;
  #ready: Waiting[] = [];
  #isGathering = false;

  constructor(name: string, settings: QueueSettings, setting: QueueSetting, giveUp: (body: unknown) => void) {
    this.#name = name;
    this.#settings = settings;
    this.#setting = setting;
    this.#giveUp = giveUp;
  }

  put(body: unknown, delayMs: number): void {
    const { clock } = this.#setting;
    this.#comeAfter(
      { id: crypto.randomUUID(), body: structuredClone(body), sentAtMs: clock.now() + delayMs, attempts: 0 },
      delayMs,
    );
  }

  #comeAfter(message: Waiting, delayMs: number): void {
    const { clock } = this.#setting;
    const come = (): void => {
      this.#ready.push(message);
      const isFull = this.#ready.length >= this.#settings.batchSizeMax;
      if (this.#isGathering && !isFull) return;
      this.#isGathering = true;
      clock.after(isFull ? 0 : this.#settings.gatherMs, () => this.#deliver());
    };
    if (delayMs <= 0) come();
    else clock.after(delayMs, come);
  }

  #deliver(): void {
    this.#isGathering = false;
    const messages = this.#ready.splice(0, this.#settings.batchSizeMax);
    if (messages.length === 0) return;
    if (this.#ready.length > 0) {
      this.#isGathering = true;
      this.#setting.clock.after(0, () => this.#deliver());
    }
    this.#setting.activity.track(() => this.#handOver(messages)).catch(() => undefined);
  }

  async #handOver(messages: readonly Waiting[]): Promise<void> {
    const said = new Map<Waiting, Said>();
    const say = (message: Waiting, what: Said): void => {
      if (!said.has(message)) said.set(message, what);
    };
    const retryAfter = ({ delaySeconds }: SendOptions = {}): Said => ({
      kind: "retry",
      delayMs: delaySeconds === undefined ? this.#settings.retryDelayMs : delaySeconds * 1_000,
    });
    for (const message of messages) message.attempts += 1;
    const batch = {
      queue: this.#name,
      messages: messages.map((message) => ({
        id: message.id,
        timestamp: new Date(message.sentAtMs),
        body: message.body,
        attempts: message.attempts,
        ack: () => say(message, { kind: "acknowledged" }),
        retry: (options?: SendOptions) => say(message, retryAfter(options)),
      })),
      ackAll: () => {
        for (const message of messages) say(message, { kind: "acknowledged" });
      },
      retryAll: (options?: SendOptions) => {
        for (const message of messages) say(message, retryAfter(options));
      },
    };
    // What nothing was said of is done when the consumer ends well, and comes again when it does not.
    let unsaid: Said = { kind: "acknowledged" };
    await this.#setting.consume(batch).catch(() => {
      unsaid = retryAfter();
    });
    for (const message of messages) this.#conclude(message, said.get(message) ?? unsaid);
  }

  #conclude(message: Waiting, said: Said): void {
    if (said?.kind !== "retry") return;
    if (message.attempts > this.#settings.retriesMax) this.#giveUp(message.body);
    else this.#comeAfter(message, said.delayMs);
  }
}
