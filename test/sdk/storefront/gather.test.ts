import { describe, expect, test } from "vitest";
import { type AvailabilityCalls, type ClientOptions, createAvailability, createTransport } from "../../../sdk/index.ts";
import { BASE } from "../clients.ts";
import { errorNamed, errorOf } from "../failures.ts";
import { FakeEnvironment, hurried, settled } from "../fake-environment.ts";
import { answering, type Line, line, type Sent, silent, unreachable } from "../line.ts";

// What is asked in one turn goes together, and who asked sees nothing of it.

const skusAskedBy = ({ path }: Sent) => new URL(path, BASE).searchParams.getAll("sku");

/** A server that has every SKU but those that begin with "no-". */
function shop(options: Partial<ClientOptions> = {}): { availability: AvailabilityCalls; made: Line } {
  const made = line([], (sent) => {
    const skus = skusAskedBy(sent);
    const items = skus.filter((sku) => !sku.startsWith("no-")).map((sku) => ({ sku, status: "in_stock" }));
    return Response.json({ items, unknown: skus.filter((sku) => sku.startsWith("no-")) });
  });
  return { availability: createAvailability(createTransport({ baseUrl: BASE, fetch: made.fetch, ...options })), made };
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `M-${index}`);

describe("SKUs that are asked about in one turn", () => {
  test("go together, a hundred in a request: two hundred are two", async () => {
    const { availability, made } = shop();
    const skus = numbered(200);
    const views = await Promise.all(skus.map((sku) => availability.get(sku)));
    expect(views.map(({ sku }) => sku)).toEqual(skus);
    expect(made.sent.map(skusAskedBy)).toEqual([skus.slice(0, 100), skus.slice(100)]);
  });

  test("are three requests when they are two hundred and one, and one when they are a hundred", async () => {
    for (const [count, sizes] of [
      [100, [100]],
      [101, [100, 1]],
      [201, [100, 100, 1]],
    ] as const) {
      const { availability, made } = shop();
      await Promise.all(numbered(count).map((sku) => availability.get(sku)));
      expect(made.sent.map((sent) => skusAskedBy(sent).length)).toEqual(sizes);
    }
  });

  test("are asked about once each, and who asks for the same shares the answer", async () => {
    const { availability, made } = shop();
    const views = await Promise.all(["A", "B", "A", "A"].map((sku) => availability.get(sku)));
    expect(views.map(({ sku }) => sku)).toEqual(["A", "B", "A", "A"]);
    expect(made.sent.map(({ path }) => path)).toEqual(["/v1/availability?sku=A&sku=B"]);
  });

  test("share an answer although the request that has it is full", async () => {
    const { availability, made } = shop();
    await Promise.all([...numbered(150), "M-0", "M-120"].map((sku) => availability.get(sku)));
    expect(made.sent.map((sent) => skusAskedBy(sent).length)).toEqual([100, 50]);
  });

  test("go together with those of a list", async () => {
    const { availability, made } = shop();
    const [view, list] = await Promise.all([availability.get("A"), availability.list(["B", "A", "no-C", "B"])]);
    expect(view.sku).toBe("A");
    expect(list).toEqual({
      items: [
        { sku: "B", status: "in_stock" },
        { sku: "A", status: "in_stock" },
      ],
      unknown: ["no-C"],
    });
    expect(made.sent.map(skusAskedBy)).toEqual([["A", "B", "no-C"]]);
  });

  test("are those that are asked about after the same wait, too", async () => {
    const { availability, made } = shop();
    const ask = async (sku: string) => {
      await null;
      return availability.get(sku);
    };
    await Promise.all(["A", "B", "C"].map(ask));
    expect(made.sent.map(skusAskedBy)).toEqual([["A", "B", "C"]]);
  });

  test("are not those of the next turn: nothing is remembered", async () => {
    const { availability, made } = shop();
    await availability.get("A");
    await availability.get("A");
    expect(made.sent).toHaveLength(2);
  });

  test("are asked about in the eyes of each channel and reservation by itself", async () => {
    const { availability, made } = shop();
    await Promise.all([
      availability.get("A"),
      availability.get("A", { channel: "fair" }),
      availability.get("B", { channel: "fair" }),
      availability.get("A", { channel: "fair", reservation: "rsv_1" }),
      availability.get("B"),
      availability.list(["C"], { reservation: "rsv_1" }),
    ]);
    expect(made.sent.map(({ path }) => path)).toEqual([
      "/v1/availability?sku=A&sku=B",
      "/v1/availability?sku=A&sku=B&channel=fair",
      "/v1/availability?sku=A&channel=fair&reservation=rsv_1",
      "/v1/availability?sku=C&reservation=rsv_1",
    ]);
  });

  test("with whatever characters are each its own", async () => {
    const { availability } = shop();
    const skus = ["a&sku=b", "a,b", "a b", "a+b", "100%", "ä🧦", "a=b"];
    const views = await Promise.all(skus.map((sku) => availability.get(sku)));
    expect(views.map(({ sku }) => sku)).toEqual(skus);
  });

  test("are more requests where their names are long: an address stays below what proxies take", async () => {
    const { availability, made } = shop();
    // "sku=" and 2 + 126 × 6 characters are 762; the eighth would pass 6,000 and still goes, the ninth does not.
    const skus = Array.from({ length: 20 }, (_, index) => `${10 + index}${"ä".repeat(126)}`);
    const views = await Promise.all(skus.map((sku) => availability.get(sku)));
    expect(views.map(({ sku }) => sku)).toEqual(skus);
    expect(made.sent.map((sent) => skusAskedBy(sent).length)).toEqual([8, 8, 4]);
    for (const { path } of made.sent) expect(path.length).toBeLessThan(8_000);
  });
});

describe("a list", () => {
  test("is in the order asked, each SKU once, however many requests it takes and in which order they are answered", async () => {
    const skus = numbered(250);
    const { availability, made } = shop();
    const later: (() => void)[] = [];
    // The first request is answered last.
    made.answers.push(async (sent) => {
      await new Promise<void>((resolve) => later.push(resolve));
      return Response.json({ items: skusAskedBy(sent).map((sku) => ({ sku })), unknown: [] });
    });
    const asked = availability.list([...skus, "M-7", "no-such"]);
    await settled();
    expect(made.sent).toHaveLength(3);
    for (const answer of later) answer();
    const { items, unknown } = await asked;
    expect(items.map(({ sku }) => sku)).toEqual(skus);
    expect(unknown).toEqual(["no-such"]);
  });

  test("of nothing asks nothing", async () => {
    const { availability, made } = shop();
    expect(await availability.list([])).toEqual({ items: [], unknown: [] });
    expect(made.sent).toHaveLength(0);
  });
});

describe("a request that fails", () => {
  test("rejects all who wait for it, after its attempts, and nobody else; the next call works", async () => {
    const { environment } = hurried();
    const { availability, made } = shop({ environment });
    made.answers.push(unreachable, unreachable, unreachable);
    const failed = await Promise.all(["A", "B", "A"].map((sku) => errorNamed(availability.get(sku), "NetworkError")));
    expect(failed.map(({ attempts }) => attempts)).toEqual([3, 3, 3]);
    expect(made.sent).toHaveLength(3);
    expect((await availability.get("A")).sku).toBe("A");
    expect(made.sent.map(skusAskedBy)).toEqual([["A", "B"], ["A", "B"], ["A", "B"], ["A"]]);
  });

  test("leaves the other requests of the turn alone", async () => {
    const { availability, made } = shop();
    made.answers.push(answering(403));
    const skus = numbered(150);
    const outcomes = await Promise.allSettled(skus.map((sku) => availability.get(sku)));
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...Array(100).fill("rejected"),
      ...Array(50).fill("fulfilled"),
    ]);
  });

  test("rejects a list as a whole", async () => {
    const { availability, made } = shop();
    made.answers.push(answering(403));
    await errorNamed(availability.list(numbered(150)), "PermissionError");
  });
});

test("a SKU that there is not rejects who asked about it, and nobody else", async () => {
  const { availability, made } = shop();
  const outcomes = await Promise.allSettled([
    availability.get("A"),
    availability.get("no-such"),
    availability.get("B"),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  const error = await errorNamed(availability.get("no-such"), "NotFoundError");
  // The answer was a success: it has no status of its own.
  expect(error).toMatchObject({ code: "sku_not_found", status: null, retryable: false });
  expect(error.message).not.toContain("no-such");
  expect(made.sent).toHaveLength(2);
});

describe("a signal", () => {
  test("ends the call of who gave it at once, and leaves the others their answer", async () => {
    const { availability, made } = shop();
    const answered = { items: [{ sku: "A" }, { sku: "B" }], unknown: [] };
    let answer = (): void => {};
    made.answers.push(
      () =>
        new Promise((resolve) => {
          answer = () => resolve(Response.json(answered));
        }),
    );
    const leaving = new AbortController();
    const staying = availability.get("B", { signal: new AbortController().signal });
    const left = [
      errorNamed(availability.get("A", { signal: leaving.signal }), "AbortedError"),
      errorNamed(availability.get("B", { signal: leaving.signal }), "AbortedError"),
    ];
    await settled();
    leaving.abort("enough");
    expect(await Promise.all(left)).toMatchObject([{ cause: "enough" }, { cause: "enough" }]);
    expect(made.sent[0]?.signal.aborted).toBe(false);
    answer();
    expect((await staying).sku).toBe("B");
  });

  test("of the last who waits ends the request, with its timer", async () => {
    const environment = new FakeEnvironment();
    const { availability, made } = shop({ environment });
    made.answers.push(silent);
    const [first, second] = [new AbortController(), new AbortController()];
    const calls = [first, second].map(({ signal }) => errorOf(availability.get("A", { signal })));
    await settled();
    first.abort();
    await settled();
    expect(made.sent[0]?.signal.aborted).toBe(false);
    expect(environment.pending).toEqual([10_000]);
    second.abort();
    expect((await Promise.all(calls)).map(({ name }) => name)).toEqual(["AbortedError", "AbortedError"]);
    await settled();
    expect(made.sent[0]?.signal.aborted).toBe(true);
    expect(environment.timers).toBe(0);
    expect(made.sent).toHaveLength(1);
  });

  test("of the last who waits ends a wait between two attempts as well", async () => {
    const environment = new FakeEnvironment();
    const { availability, made } = shop({ environment });
    made.answers.push(answering(503, null, { "retry-after": "9" }));
    const controller = new AbortController();
    const call = errorNamed(availability.get("A", { signal: controller.signal }), "AbortedError");
    await settled();
    expect(environment.pending).toEqual([9_000]);
    controller.abort();
    await call;
    await settled();
    expect(environment.timers).toBe(0);
  });

  test("that was aborted before rejects its own call, and nothing is left unhandled", async () => {
    const { availability } = shop();
    // A rejection that nobody hears of ends a Node process, and fails the run of these tests.
    await errorNamed(availability.get("A", { signal: AbortSignal.abort() }), "AbortedError");
    const [other, aborted] = await Promise.all([
      availability.get("B"),
      errorNamed(availability.get("A", { signal: AbortSignal.abort() }), "AbortedError"),
    ]);
    expect([other.sku, aborted.code]).toEqual(["B", "aborted"]);
    await settled();
  });

  test("ends a list as a whole", async () => {
    const { availability, made } = shop();
    made.answers.push(silent, silent);
    const controller = new AbortController();
    const call = errorNamed(availability.list(numbered(150), { signal: controller.signal }), "AbortedError");
    await settled();
    controller.abort();
    await call;
    await settled();
    expect(made.sent.map(({ signal }) => signal.aborted)).toEqual([true, true]);
  });
});
