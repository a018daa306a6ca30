import type { Activity } from "../activity.ts";
import type { Clock } from "../test-clock.ts";
import { ObjectStorage } from "./object-storage.ts";
import type { MemoryDatabase } from "./sqlite.ts";

type Method = (...values: unknown[]) => unknown;

/** What objects are made of and by. */
export interface ObjectSetting {
  readonly clock: Clock;
  readonly activity: Activity;
  readonly openDatabase: () => MemoryDatabase;
  /** Makes the object of a class, once its state is there. */
  readonly construct: (state: object) => object;
}

/** After so many failures of its handler an alarm is given up (docs of Durable Objects, Alarms API). */
const ALARM_RETRIES_MAX = 6;
const ALARM_RETRY_MS = 2_000;

/** Objects of one class by their names. Each is made when it is first called, and stays. */
export class ObjectNamespace {
  readonly #setting: ObjectSetting;
  readonly #objects = new Map<string, MemoryObject>();

  constructor(setting: ObjectSetting) {
    this.#setting = setting;
  }

  /** Every method of the stub is a call to the object. */
  getByName(name: string): object {
    return new Proxy(
      {},
      {
        get: (_, method) => {
          // Whoever awaits a stub asks whether it is a promise.
          if (typeof method !== "string" || method === "then") return undefined;
          return (...values: unknown[]) => this.#objectOf(name).call(method, values);
        },
      },
    );
  }

  #objectOf(name: string): MemoryObject {
    const known = this.#objects.get(name);
    if (known !== undefined) return known;
    const made = new MemoryObject(name, this.#setting);
    this.#objects.set(name, made);
    return made;
  }
}

/** One object: calls come in order, once it is ready; what crosses is copied. */
class MemoryObject {
  readonly #object: object;
  readonly #clock: Clock;
  readonly #activity: Activity;
  #ready: Promise<unknown> = Promise.resolve();
  #alarmRetries = 0;

  constructor(name: string, { clock, activity, openDatabase, construct }: ObjectSetting) {
    this.#clock = clock;
    this.#activity = activity;
    const storage = new ObjectStorage(openDatabase(), clock, () => this.#runAlarm());
    this.#object = construct({
      id: { name, toString: () => name },
      storage,
      waitUntil: (work: Promise<unknown>) => void activity.track(() => work).catch(() => undefined),
      blockConcurrencyWhile: <Value>(body: () => Promise<Value>): Promise<Value> => {
        const blocking = body();
        this.#ready = blocking;
        return blocking;
      },
    });
  }

  async call(method: string, values: unknown[]): Promise<unknown> {
    const copies = structuredClone(values);
    await this.#ready;
    try {
      return structuredClone(await this.#run(method, copies));
    } catch (error) {
      throw withoutClass(error);
    }
  }

  /** The classes have what their callers ask for. */
  #run(method: string, values: unknown[]): unknown {
    const own = (this.#object as Record<string, Method | undefined>)[method];
    if (own === undefined) throw new TypeError(`The object has no method ${method}`);
    return own.apply(this.#object, values);
  }

  #runAlarm(): void {
    const work = this.#activity.track(async () => {
      await this.#ready;
      await this.#run("alarm", []);
    });
    work.then(
      () => {
        this.#alarmRetries = 0;
      },
      () => {
        this.#alarmRetries += 1;
        if (this.#alarmRetries > ALARM_RETRIES_MAX) return;
        this.#clock.after(ALARM_RETRY_MS * 2 ** (this.#alarmRetries - 1), () => this.#runAlarm());
      },
    );
  }
}

/** Between objects an error loses its class and keeps its own properties. */
function withoutClass(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return Object.assign(new Error(error.message), error, { remote: true });
}
