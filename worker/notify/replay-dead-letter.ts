import type { DeadLetter } from "../../sdk/index.ts";
import { notedRequest, noteRequest } from "../catalogue/bulk-requests.ts";
import type { Env } from "../env.ts";
import { queuedMessage } from "../queue-kinds.ts";
import { type KeptDeadLetter, readDeadLetter } from "./dead-letters.ts";
import { reviveMail, sendMails } from "./mail/mails.ts";
import { reviveDelivery } from "./webhooks/deliveries.ts";

/**
 * Sends again what was given up, with all of its tries. `key`: of the request; the same one a second time sends nothing.
 * `null`: there is no such letter, or what it is about is gone (mails and deliveries are forgotten before their letters).
 */
export async function replayDeadLetter(env: Env, id: string, key: string, nowMs: number): Promise<DeadLetter | null> {
  const found = await readDeadLetter(env.DB, id);
  if (found === null) return null;
  if ((await notedRequest(env.DB, key)) !== null) return found.letter;
  // Marked before: where it dies again at once, that has to be the last word.
  await mark(env.DB, id, nowMs);
  if (!(await sendAgain(env, found, nowMs))) {
    const { replayedAt } = found.letter;
    await mark(env.DB, id, replayedAt === null ? null : Date.parse(replayedAt));
    // It was replayed before, and has not died since: the answer to that may have been lost.
    return replayedAt !== null && (await isKept(env.DB, found.letter)) ? found.letter : null;
  }
  // Noted after: a crash in between costs a repeat, which is harmless, and no replay.
  await noteRequest(env.DB, { key, body: id }, nowMs);
  return { ...found.letter, replayedAt: new Date(nowMs).toISOString() };
}

async function mark(db: D1Database, id: string, replayedAt: number | null): Promise<void> {
  await db.prepare("UPDATE dead_letter SET replayed_at = ? WHERE id = ?").bind(replayedAt, id).run();
}

/** Whether the mail of a dead letter is still there, whatever became of it. Of the other kinds everything is sent again. */
async function isKept(db: D1Database, { kind, subject }: DeadLetter): Promise<boolean> {
  return kind === "mail" && (await db.prepare("SELECT 1 FROM mail WHERE id = ?").bind(subject).first()) !== null;
}

/** False: what it is about is not there any more, or is a mail that is on its way already. */
async function sendAgain(env: Env, { letter, body }: KeptDeadLetter, nowMs: number): Promise<boolean> {
  switch (letter.kind) {
    case "mail": {
      const isThere = await reviveMail(env, letter.subject, nowMs);
      if (isThere) await sendMails(env, [letter.subject]);
      return isThere;
    }
    case "delivery":
      return reviveDelivery(env, letter.subject, nowMs);
    case "message": {
      const queued = queuedMessage(JSON.parse(body ?? "null"));
      // Of another version of the Worker: nobody here could handle it.
      if (queued === null) return false;
      await (queued.queue === "outbox" ? env.OUTBOX : env.NOTICES).send(queued.message);
      return true;
    }
  }
}
