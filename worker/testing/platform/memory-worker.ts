import type { SqlJsStatic } from "sql.js";
import type { Activity } from "../activity.ts";
import { type FreshWorker, freshWorker, MIGRATIONS, SETTINGS } from "../built.js";
import type { Clock } from "../test-clock.ts";
import type { SentMail } from "../test-server.ts";
import { MemoryD1 } from "./d1.ts";
import { ObjectNamespace } from "./object-namespace.ts";
import { MemoryQueues } from "./queues.ts";
import { RateLimiter } from "./rate-limiter.ts";
import { MemoryDatabase } from "./sqlite.ts";
import { workerGlobals } from "./worker-globals.ts";

/** What wrangler.toml says of the cron's round: each minute. */
const ROUND_EVERY_MS = 60_000;

/** What a server runs on, and how its Worker reaches what lies outside. */
export interface WorkerSetting {
  readonly clock: Clock;
  readonly activity: Activity;
  readonly sqlite: SqlJsStatic;
  readonly send: (url: string, init: RequestInit) => Promise<Response>;
  readonly rateLimits: boolean;
  readonly baseUrl: string;
  readonly adminKey: string;
}

/**
 * The real Worker on a platform in memory: its objects, database, queues and rounds. Costs one small database for each SKU
 * and slot that was asked for, until it is closed.
 */
export class MemoryWorker {
  readonly #setting: WorkerSetting;
  readonly #worker: FreshWorker;
  readonly #env: object;
  readonly #catalogue: MemoryDatabase;
  readonly #databases: MemoryDatabase[] = [];

  constructor(setting: WorkerSetting) {
    this.#setting = setting;
    const { clock, activity } = setting;
    this.#worker = freshWorker(workerGlobals(clock, activity, setting.send));
    this.#catalogue = this.#openDatabase();
    // The only SQL that asks for the time. (A function of one's own in SQLite would be compiled, which Workers forbid.)
    const now = String(Math.floor(clock.now() / 1_000));
    for (const migration of MIGRATIONS) this.#catalogue.query(migration.replaceAll("unixepoch()", now));
    this.#env = this.#bindings();
    this.#planRound();
  }

  /** Answers a request as the deployed Worker would. */
  fetch(request: Request): Promise<Response> {
    const { activity } = this.#setting;
    const context = {
      waitUntil: (work: Promise<unknown>) => void activity.track(() => work).catch(() => undefined),
      passThroughOnException: () => {},
      props: {},
    };
    return activity.track(() => this.#worker.handler.fetch(request, this.#env, context));
  }

  /** The answer of a fault in the Worker's place. */
  refusal(fault: "rate_limited" | "unavailable"): Response {
    return this.#worker.refusalOf(fault);
  }

  /** The mails of the local outbox, oldest first. */
  mails(): SentMail[] {
    const { rows } = this.#catalogue.query("SELECT doc, at FROM outbox_mail ORDER BY number");
    return rows.map(([doc, at]) => {
      // Written by the Worker's own transport.
      const { to, subject, text, html, headers } = JSON.parse(String(doc)) as SentMail;
      return { to, subject, text, html, headers, at: new Date(Number(at)).toISOString() };
    });
  }

  /** Gives all memory back. What is under way fails. */
  close(): void {
    for (const database of this.#databases) database.close();
    this.#databases.length = 0;
  }

  #openDatabase(): MemoryDatabase {
    const database = new MemoryDatabase(this.#setting.sqlite);
    this.#databases.push(database);
    return database;
  }

  #bindings(): object {
    const { clock, activity, rateLimits, baseUrl, adminKey } = this.#setting;
    const { SkuObject, SlotObject, handler } = this.#worker;
    const namespaceOf = (ObjectClass: FreshWorker["SkuObject"]): ObjectNamespace =>
      new ObjectNamespace({
        clock,
        activity,
        openDatabase: () => this.#openDatabase(),
        construct: (state) => new ObjectClass(state, this.#env),
      });
    const queues = new MemoryQueues(SETTINGS.queues, {
      clock,
      activity,
      consume: (batch) => handler.queue(batch, this.#env),
    });
    const unlimited = { limit: async () => ({ success: true }) };
    return {
      SKU: namespaceOf(SkuObject),
      SLOT: namespaceOf(SlotObject),
      DB: new MemoryD1(this.#catalogue),
      ...Object.fromEntries(
        Object.entries(SETTINGS.producers).map(([binding, queue]) => [binding, queues.producer(queue)]),
      ),
      ...Object.fromEntries(
        Object.entries(SETTINGS.limits).map(([binding, { limit, periodSeconds }]) => [
          binding,
          rateLimits ? new RateLimiter(clock, limit, periodSeconds) : unlimited,
        ]),
      ),
      ASSETS: { fetch: async () => new Response("Not found", { status: 404 }) },
      ADMIN_KEY: adminKey,
      CLIENT_ADDRESS_HEADER: "cf-connecting-ip",
      PUBLIC_URL: baseUrl,
      MAIL_FROM: `Test shop <stock@${new URL(baseUrl).hostname}>`,
      MAIL_OUTBOX: "true",
      WEBHOOKS_TO_LOOPBACK: "true",
    };
  }

  /** The cron's round, each minute of the clock. */
  #planRound(): void {
    const { clock, activity } = this.#setting;
    clock.after(ROUND_EVERY_MS - (clock.now() % ROUND_EVERY_MS), () => {
      this.#planRound();
      activity.track(() => this.#worker.handler.scheduled({}, this.#env)).catch(() => undefined);
    });
  }
}
