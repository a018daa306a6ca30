import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Linux counts processor time in hundredths of a second. */
const MS_PER_TICK = 10;
const LOOKED_EVERY_MS = 200;
/** A process that takes less than this of a core does nothing that would disturb a measurement. */
const QUIET_SHARE = 0.05;
const QUIET_AWAITED_MS = 8_000;

/** Milliseconds of processor time that a process has used, all its threads together; `null` where that is not told. */
export function processorMs(processId: number): number | null {
  try {
    // "id (name) state …", and the name may hold brackets. Fields 14 and 15 are user and system time (proc(5)).
    const stat = readFileSync(`/proc/${processId}/stat`, "utf8");
    const [user, system] = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .slice(11, 13);
    return (Number(user) + Number(system)) * MS_PER_TICK;
  } catch {
    return null;
  }
}

/** Resolves when the process has next to nothing to do, or after eight seconds. */
export async function untilQuiet(processId: number): Promise<void> {
  const giveUpAt = performance.now() + QUIET_AWAITED_MS;
  let before = processorMs(processId);
  do {
    await sleep(LOOKED_EVERY_MS);
    const now = processorMs(processId);
    if (before === null || now === null || now - before <= QUIET_SHARE * LOOKED_EVERY_MS) return;
    before = now;
  } while (performance.now() < giveUpAt);
}
