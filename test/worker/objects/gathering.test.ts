import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { StepAnswer, StepsOfClaim } from "../../../worker/core/step.ts";
import { CallMeter } from "../../../worker/objects/call-meter.ts";
import { Intake } from "../../../worker/objects/intake.ts";
import type { SkuCallable, StepsCall, StepsReply } from "../../../worker/objects/sku-callable.ts";
import { SkuCalls } from "../../../worker/objects/sku-calls.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});

afterEach(() => {
  vi.useRealTimers();
});

const DONE: StepAnswer = { outcome: "done", units: 1, backordered: 0, tracked: true, shipsFrom: null };

/** A SKU whose calls are answered by hand, with every call that it got. */
function listening() {
  const calls: { call: StepsCall; at: number; reply: (gatherMs: number) => Promise<void> }[] = [];
  const take = (call: StepsCall): Promise<StepsReply> =>
    new Promise((resolve) => {
      const reply = async (gatherMs: number): Promise<void> => {
        resolve({ answers: call.claims.map(() => DONE), gatherMs });
        await vi.advanceTimersByTimeAsync(0);
      };
      calls.push({ call, at: Date.now(), reply });
    });
  // Only `take` is called by what is tested here.
  return { calls, stub: { take } as unknown as SkuCallable };
}

function hold(claim: string): StepsOfClaim {
  return { claim, steps: [{ kind: "release", n: 1, after: 0 }] };
}

const names = (call: StepsCall | undefined): string[] | undefined => call?.claims.map(({ claim }) => claim);

test("what comes up during a call goes out together when that one is back", async () => {
  const { calls, stub } = listening();
  const slot = new SkuCalls(7, () => stub);
  const answers = ["a", "b", "c", "d"].map((claim, index) => {
    if (index < 2) return slot.send("MUG", hold(claim));
    return Promise.resolve().then(() => Promise.resolve().then(() => slot.send("MUG", hold(claim))));
  });
  await vi.advanceTimersByTimeAsync(0);
  expect(calls.map(({ call }) => names(call))).toEqual([["a", "b"]]);
  expect(calls[0]?.call.slot).toBe(7);
  await calls[0]?.reply(0);
  expect(calls.map(({ call }) => names(call))).toEqual([
    ["a", "b"],
    ["c", "d"],
  ]);
  await calls[1]?.reply(0);
  expect(await Promise.all(answers)).toEqual([DONE, DONE, DONE, DONE]);
});

test("a slot gathers as long as the SKU wishes, from one call to the next", async () => {
  const { calls, stub } = listening();
  const slot = new SkuCalls(7, () => stub);
  const first = slot.send("MUG", hold("a"));
  await vi.advanceTimersByTimeAsync(40);
  await calls[0]?.reply(100);
  // Who waited for the answer has it at once; only the next call is late.
  expect(await first).toEqual(DONE);
  void slot.send("MUG", hold("b"));
  await vi.advanceTimersByTimeAsync(59);
  void slot.send("MUG", hold("c"));
  expect(calls).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(names(calls[1]?.call)).toEqual(["b", "c"]);
  expect(calls[1]?.at).toBe(1_000_100);
});

test("what comes up after the time that the SKU wished for goes out at once", async () => {
  const { calls, stub } = listening();
  const slot = new SkuCalls(7, () => stub);
  void slot.send("MUG", hold("a"));
  await vi.advanceTimersByTimeAsync(0);
  await calls[0]?.reply(100);
  await vi.advanceTimersByTimeAsync(100);
  void slot.send("MUG", hold("b"));
  await vi.advanceTimersByTimeAsync(0);
  expect(calls[1]?.at).toBe(1_000_100);
});

test("another SKU does not wait with the one that is hot", async () => {
  const { calls, stub } = listening();
  const slot = new SkuCalls(7, () => stub);
  void slot.send("MUG", hold("a"));
  await vi.advanceTimersByTimeAsync(0);
  await calls[0]?.reply(100);
  void slot.send("MUG", hold("b"));
  void slot.send("BOWL", hold("b"));
  await vi.advanceTimersByTimeAsync(0);
  expect(calls.map(({ at }) => at)).toEqual([1_000_000, 1_000_000]);
});

test("a call carries 500 claims, the one after them goes with the next", async () => {
  const { calls, stub } = listening();
  const slot = new SkuCalls(7, () => stub);
  for (let n = 1; n <= 501; n += 1) void slot.send("MUG", hold(`claim-${n}`));
  await vi.advanceTimersByTimeAsync(0);
  expect(calls[0]?.call.claims).toHaveLength(500);
  await calls[0]?.reply(0);
  expect(names(calls[1]?.call)).toEqual(["claim-501"]);
});

test("a call that is not answered within eleven seconds is given up, and what came up meanwhile goes out", async () => {
  const { calls, stub } = listening();
  const slot = new SkuCalls(7, () => stub);
  const unanswered = slot.send("MUG", hold("a"));
  await vi.advanceTimersByTimeAsync(0);
  void slot.send("MUG", hold("b"));
  await vi.advanceTimersByTimeAsync(10_999);
  expect(calls).toHaveLength(1);
  // Looked for once a second.
  await vi.advanceTimersByTimeAsync(1_001);
  expect(await unanswered).toEqual({ outcome: "unavailable" });
  expect(names(calls[1]?.call)).toEqual(["b"]);
  await calls[1]?.reply(0);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(vi.getTimerCount()).toBe(0);
});

test("calls that reach a busy SKU together share one transaction, and each has its own answers", async () => {
  const ran: { claims: string[]; revision: number | undefined }[] = [];
  const intake = new Intake((claims, store) => {
    ran.push({ claims: claims.map(({ claim }) => claim), revision: store?.revision });
    return claims.map(({ claim }) => ({ answer: { outcome: "behind", next: claim.length }, wantsStock: false }));
  });
  // Nobody else is there: at once.
  void intake.apply([hold("first")], null);
  expect(ran.splice(0)).toEqual([{ claims: ["first"], revision: undefined }]);
  await vi.advanceTimersByTimeAsync(5);
  const answers = [
    intake.apply([hold("a")], { revision: 2, policy: {} }),
    intake.apply([hold("bb"), hold("ccc")], { revision: 3, policy: {} }),
    intake.apply([hold("dddd")], null),
  ];
  await vi.advanceTimersByTimeAsync(1);
  expect(ran).toEqual([{ claims: ["a", "bb", "ccc", "dddd"], revision: 3 }]);
  const next = (await Promise.all(answers)).map((outcomes) =>
    outcomes.map(({ answer }) => (answer.outcome === "behind" ? answer.next : null)),
  );
  expect(next).toEqual([[1], [2, 3], [4]]);
  await vi.advanceTimersByTimeAsync(6);
  void intake.apply([hold("e")], null);
  expect(ran[1]).toEqual({ claims: ["e"], revision: undefined });
});

test("when the transaction fails, every call that was in it is told so", async () => {
  const intake = new Intake(() => {
    throw new Error("disk full");
  });
  const answers = Promise.allSettled(["a", "b", "c"].map((claim) => intake.apply([hold(claim)], null)));
  await vi.advanceTimersByTimeAsync(1);
  expect((await answers).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
});

test("a meter asks for gathering half a second into a rush, and lets go half a second after it", () => {
  const meter = new CallMeter();
  // 600 calls a second from 60 slots, each with 4 claims.
  const rush = (from: number): number[] =>
    Array.from({ length: 300 }, (_, n) => meter.note(n % 60, 4, from + Math.floor((n * 5) / 3)));
  expect(Math.max(...rush(0))).toBe(0);
  // 60 slots that shall make 350 calls a second together: one every 172 ms.
  expect(new Set(rush(500))).toEqual(new Set([172]));
  expect(meter.note(1, 1, 1_000)).toBe(172);
  expect(meter.note(1, 1, 1_500)).toBe(0);
});
