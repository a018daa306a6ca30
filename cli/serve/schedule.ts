import type { Miniflare } from "miniflare";

/** As in wrangler.toml: every minute. */
const intervalMs = 60_000;

/**
 * Runs the Worker's scheduled handler now and then once a minute, never two at a time, as Cloudflare's cron does where
 * the Worker is deployed. A run that fails is reported on stderr and the next one comes as usual. Returns what stops it.
 */
export function startSchedule(miniflare: Miniflare): () => void {
  let isRunning = false;
  const run = async () => {
    if (isRunning) return;
    isRunning = true;
    try {
      // Asked for anew each time: the stub of a runtime that was restarted is dead.
      const worker = await miniflare.getWorker();
      const { outcome } = await worker.scheduled({ cron: "* * * * *", scheduledTime: new Date() });
      if (outcome !== "ok") console.error(`onhand: the scheduled run ended with "${outcome}".`);
    } catch (error) {
      if (!isStopped)
        console.error(`onhand: the scheduled run failed: ${error instanceof Error ? error.message : error}`);
    } finally {
      isRunning = false;
    }
  };
  let isStopped = false;
  const timer = setInterval(run, intervalMs);
  void run();
  return () => {
    isStopped = true;
    clearInterval(timer);
  };
}
