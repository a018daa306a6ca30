import { setTimeout as sleep } from "node:timers/promises";
import type { Movement, SkuSummary } from "../../../sdk/index.ts";
import type { ExpectedFigures } from "./ledger.ts";
import { movementText } from "./ledger.ts";
import { type Answer, mapAtOnce, outcomeOf, type Shop, untilAnswered, value } from "./shop.ts";

const READS_AT_ONCE = 8;
const SETTLED_WITHIN_MS = 60_000;
const PAGE_LIMIT = 7;

/** What SKUs have that is not as expected, waited for: decided steps that a call lost are driven on by an alarm. */
export async function wrongFigures(
  shop: Shop,
  skus: readonly string[],
  expected: (sku: string) => ExpectedFigures,
): Promise<string[]> {
  const giveUpAt = performance.now() + SETTLED_WITHIN_MS;
  for (;;) {
    const wrong = await mapAtOnce(skus, READS_AT_ONCE, async (sku) => {
      const [is, was] = [JSON.stringify(await shop.figures(sku)), JSON.stringify(expected(sku))];
      return is === was ? [] : [`${sku} has ${is} instead of ${was}`];
    });
    if (wrong.flat().length === 0 || performance.now() > giveUpAt) return wrong.flat();
    await sleep(250);
  }
}

/** Drift that the audits of SKUs find. */
export async function drifted(shop: Shop, skus: readonly string[]): Promise<string[]> {
  const audits = await mapAtOnce(skus, READS_AT_ONCE, async (sku) => value(await untilAnswered(() => shop.audit(sku))));
  return audits.flatMap(({ sku, clean, drift }) => (clean ? [] : [`${sku}: ${JSON.stringify(drift)}`]));
}

/**
 * What is wrong with the SKUs' figures as far as shoppers notice: all that should be left can be had, and not one unit
 * more. Units that a crash left held by nobody come free in this way, once they are old enough to be asked about.
 */
export async function notToBeHad(
  shop: Shop,
  skus: readonly string[],
  expected: (sku: string) => ExpectedFigures,
  freshKey: () => string,
): Promise<string[]> {
  const wrong = await mapAtOnce(skus, READS_AT_ONCE, async (sku): Promise<string[]> => {
    const { onHand, held, allocated, planned } = expected(sku);
    const left = onHand - held - allocated - planned;
    const ask = (quantity: number): ReturnType<Shop["reserve"]> => {
      const key = freshKey();
      return untilAnswered(() => shop.reserve(key, { lines: [{ sku, quantity }] }));
    };
    const tooMany = await ask(left + 1);
    if (outcomeOf(tooMany) !== "insufficient_stock") return [`${sku}: ${left + 1} of ${left}: ${outcomeOf(tooMany)}`];
    if (left === 0) return [];
    const all = await ask(left);
    if (!all.accepted) return [`${sku}: ${left} of ${left}: ${all.code}`];
    const key = freshKey();
    value(await untilAnswered(() => shop.release(key, all.value.id)));
    return [];
  });
  return wrong.flat();
}

/** What is wrong with the histories: every movement that must be there once, numbered from 1 without a hole. */
export async function wrongHistories(
  shop: Shop,
  skus: readonly string[],
  expected: (sku: string) => string[],
): Promise<string[]> {
  const wrong = await mapAtOnce(skus, READS_AT_ONCE, async (sku) => {
    const newestFirst = await pages((cursor) => shop.movements(sku, cursor, PAGE_LIMIT));
    return wrongHistory(sku, newestFirst.toReversed(), expected(sku));
  });
  return wrong.flat();
}

function wrongHistory(sku: string, history: readonly Movement[], expected: readonly string[]): string[] {
  const wrong: string[] = [];
  const after = { onHand: 0, allocated: 0, planned: 0, incoming: 0 };
  history.forEach((movement, index) => {
    if (movement.sequence !== index + 1) wrong.push(`${sku}: ${movement.sequence} is at place ${index + 1}`);
    after[movement.figure] += movement.change;
    // The other side of a movement is implied.
    if (movement.kind === "plan" || movement.kind === "unplan") after.allocated -= movement.change;
    if (movement.kind === "ship") after.planned += movement.change;
    if (movement.after !== after[movement.figure]) {
      wrong.push(
        `${sku}: ${movement.figure} after ${movement.sequence} is ${movement.after}, not ${after[movement.figure]}`,
      );
    }
  });
  const told = withoutUndonePlans(history.map(({ kind, change, document }) => movementText(kind, change, document)));
  const due = withoutUndonePlans(expected);
  if (JSON.stringify(told) !== JSON.stringify(due)) {
    wrong.push(`${sku}: the history has ${told.join(", ")} instead of ${due.join(", ")}`);
  }
  return wrong;
}

/**
 * Texts of movements, sorted, without the plans that were undone: an attempt that a kill cut off is given up, and leaves
 * both in the history.
 */
function withoutUndonePlans(texts: readonly string[]): string[] {
  const left = [...texts];
  for (const undone of texts.filter((text) => text.startsWith("unplan"))) {
    const plan = left.indexOf(undone.replace("unplan -", "plan "));
    if (plan === -1) continue;
    left.splice(plan, 1);
    left.splice(left.indexOf(undone), 1);
  }
  return left.toSorted();
}

/** Which figures of the list of SKUs are not as expected, waited for: the projection follows. */
export async function wrongInList(
  shop: Shop,
  skus: readonly string[],
  expected: (sku: string) => ExpectedFigures,
  figures: readonly (keyof ExpectedFigures)[],
): Promise<string[]> {
  const giveUpAt = performance.now() + SETTLED_WITHIN_MS;
  for (;;) {
    const listed = new Map((await pages((cursor) => shop.skus(cursor))).map((each) => [each.sku, each]));
    const wrong = skus.flatMap((sku) => {
      const [is, was] = [figuresText(listed.get(sku), figures), figuresText(expected(sku), figures)];
      return is === was ? [] : [`${sku} is listed with ${is} instead of ${was}`];
    });
    if (wrong.length === 0 || performance.now() > giveUpAt) return wrong;
    await sleep(250);
  }
}

function figuresText(
  has: SkuSummary | ExpectedFigures | undefined,
  figures: readonly (keyof ExpectedFigures)[],
): string {
  return figures.map((figure) => `${figure} ${has?.[figure]}`).join(", ");
}

async function pages<Item>(
  read: (cursor: string | null) => Promise<Answer<{ items: Item[]; nextCursor: string | null }>>,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | null = null, page = 0; page < 1_000; page += 1) {
    const { items: more, nextCursor }: { items: Item[]; nextCursor: string | null } = value(
      await untilAnswered(() => read(cursor)),
    );
    items.push(...more);
    if (nextCursor === null) return items;
    cursor = nextCursor;
  }
  throw new Error("a list has no end");
}
