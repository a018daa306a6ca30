import type { Environment } from "../../../sdk/index.ts";

/** An environment in which nothing has to be waited for between two attempts; the waits are noted. */
export function hurried(): { environment: Partial<Environment>; waits: number[] } {
  const waits: number[] = [];
  const environment: Partial<Environment> = {
    now: () => Date.UTC(2027, 0, 1),
    random: () => 0.5,
    after(ms, run) {
      // The time that an attempt may take, which none of these servers needs.
      if (ms === 60_000) return () => {};
      waits.push(ms);
      queueMicrotask(run);
      return () => {};
    },
  };
  return { environment, waits };
}
