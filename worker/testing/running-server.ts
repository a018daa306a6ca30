import type { Policy } from "../../sdk/contract/policy.ts";
import type { Activity } from "./activity.ts";
import { cutOffAnswer, whole, withRetryAfter } from "./answers.ts";
import type { Fault } from "./faults.ts";
import { OrderedFaults } from "./ordered-faults.ts";
import type { MemoryWorker } from "./platform/memory-worker.ts";
import { type ReadRequest, readRequest } from "./read-request.ts";
import type { Clock } from "./test-clock.ts";
import type { FaultOrder, SentMail, TestClient, TestRequest, TestServer } from "./test-server.ts";
import { afterTurn, noConnection, untilAborted } from "./waits.ts";

interface Parts {
  readonly worker: MemoryWorker;
  readonly clock: Clock;
  readonly activity: Activity;
  readonly baseUrl: string;
  readonly adminKey: `onh_sk_${string}`;
}

/** A test server that runs: the line between its clients and the Worker, with the faults on it. */
export class RunningServer implements TestServer {
  readonly shopper: TestClient<`onh_pk_${string}`>;
  readonly admin: TestClient<`onh_sk_${string}`>;
  readonly clock: Clock;
  readonly requests: TestRequest[] = [];
  readonly #parts: Parts;
  readonly #faults = new OrderedFaults();
  readonly #closing = new AbortController();

  /** Makes the shopper's key by the Worker's own route. */
  static async start(parts: Parts): Promise<RunningServer> {
    const made = await send(parts, "POST", "/v1/admin/keys", { name: "test shopper", scopes: ["shopper"] });
    // The contract's; a key with the shopper's scope begins like this.
    const { key } = (await made.json()) as { key: `onh_pk_${string}` };
    return new RunningServer(parts, key);
  }

  private constructor(parts: Parts, shopperKey: `onh_pk_${string}`) {
    this.#parts = parts;
    this.clock = parts.clock;
    this.shopper = this.#client(shopperKey);
    this.admin = this.#client(parts.adminKey);
  }

  // A field, not a method: a client copies what it is given.
  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const asked = await readRequest(input, init);
    if (asked.signal.aborted) throw asked.signal.reason;
    this.#refuseWhenClosed();
    if (asked.origin !== this.#parts.baseUrl) throw noConnection(asked.origin);
    this.requests.push(asked.told);
    const answer = this.#answer(asked, this.#faults.take(asked.told));
    return untilAborted(untilAborted(answer, asked.signal), this.#closing.signal);
  };

  async put(sku: string, onHand = 0, policy: Partial<Policy> = {}): Promise<void> {
    this.#refuseWhenClosed();
    const path = `/v1/admin/skus/${encodeURIComponent(sku)}`;
    const made = await send(this.#parts, "PUT", path, { policy });
    const isNew = made.status === 201;
    if (!isNew && Object.keys(policy).length > 0) await send(this.#parts, "PATCH", `${path}/policy`, { set: policy });
    if (isNew && onHand !== 0) await send(this.#parts, "POST", `${path}/adjust`, { delta: onHand, reason: "received" });
    else if (!isNew) await send(this.#parts, "POST", `${path}/count`, { onHand });
  }

  fail(fault: Fault, order?: FaultOrder): void {
    this.#faults.add(fault, order);
  }

  heal(): void {
    this.#faults.clear();
  }

  mails(): SentMail[] {
    this.#refuseWhenClosed();
    return this.#parts.worker.mails();
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort(noConnection(this.#parts.baseUrl));
    this.#parts.clock.stop();
    // What is under way ends as it would; nothing new begins.
    await this.#parts.activity.settle();
    this.#parts.activity.stop();
    this.#parts.clock.stop();
    this.#parts.worker.close();
  }

  #refuseWhenClosed(): void {
    const { aborted, reason } = this.#closing.signal;
    if (aborted) throw reason;
  }

  async #answer(asked: ReadRequest, fault: Fault | null): Promise<Response> {
    const { worker, clock } = this.#parts;
    switch (fault?.kind) {
      case "offline":
        throw noConnection(this.#parts.baseUrl);
      case "rate_limited":
      case "unavailable":
        return withRetryAfter(worker.refusal(fault.kind), fault.retryAfter);
      default:
    }
    const answer = await whole(await worker.fetch(asked.forWorker()));
    switch (fault?.kind) {
      case undefined:
        return answer.response();
      case "lost_answer":
        throw new TypeError("The connection was lost");
      case "cut_off":
        return cutOffAnswer(answer);
      case "slow":
        await new Promise<void>((resolve) => clock.after(fault.ms, resolve));
        return answer.response();
    }
  }

  #client<Key extends string>(key: Key): TestClient<Key> {
    const { clock, baseUrl } = this.#parts;
    const environment: TestClient<Key>["environment"] = {
      now: () => clock.now(),
      random: () => 0,
      // What waits for no time is not kept waiting by a clock that stands.
      after: (ms, run) => (ms > 0 ? clock.after(ms, run) : afterTurn(run)),
      isHidden: () => false,
      onVisibility: () => () => {},
    };
    return { baseUrl, key, fetch: this.fetch, environment };
  }
}

/** A call of the server's own: it is not noted, and meets no fault. */
async function send(
  { worker, baseUrl, adminKey }: Parts,
  method: string,
  path: string,
  body: object,
): Promise<Response> {
  const request = new Request(baseUrl + path, {
    method,
    headers: {
      authorization: `Bearer ${adminKey}`,
      "content-type": "application/json",
      "idempotency-key": crypto.randomUUID(),
    },
    body: JSON.stringify(body),
  });
  const response = await worker.fetch(request);
  if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${await response.text()}`);
  return response;
}
