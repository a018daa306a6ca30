import { expect } from "vitest";
import type { Level, Line, Problem, ProblemCode, Selection, Sku } from "../../../sdk/index.ts";
import { type Answer, freshId, freshSku, request } from "../shop.ts";

/** Everything that a step needs to know of the scenario it stands in. Names in a scenario are local to it. */
export interface Stage {
  /** The real name behind a local one. */
  name: (local: string) => string;
  skus: readonly string[];
  products: ReadonlySet<string>;
  /** Reservations, as they were answered last, by local name. */
  reservations: Map<string, { id: string; revision: number }>;
  /** Orders that were made, by real id. */
  orders: Set<string>;
  /** The key that the next changing request is sent with; `null`: a fresh one. */
  key: string | null;
  /** The last answer. */
  last: Answer<unknown> | null;
}

export type Step = (stage: Stage) => Promise<void>;

/** What a refused step must say: its code, and parts of the first error. Nothing may have been changed by it. */
export interface Refused {
  code: ProblemCode;
  error?: Record<string, unknown>;
  /** Pointers of all errors. */
  pointers?: readonly string[];
}

/** On hand, held, allocated, planned; incoming where there is some. */
export type Row = readonly [onHand: number, held: number, allocated: number, planned: number, incoming?: number];

/** What is wanted, by SKU or product; as a list where one stands in several lines, or needs a selection. */
export type Wanted =
  | Readonly<Record<string, number>>
  | readonly (readonly [name: string, quantity: number, selection?: Selection])[];

export function newStage(skus: readonly string[], products: readonly string[]): Stage {
  const names = new Map<string, string>([
    ["main", "main"],
    ["web", "web"],
  ]);
  return {
    skus,
    products: new Set(products),
    reservations: new Map(),
    orders: new Set(),
    key: null,
    last: null,
    name: (local) => {
      const made = names.get(local) ?? (skus.includes(local) ? `${local}-${freshSku()}` : freshId(local));
      names.set(local, made);
      return made;
    },
  };
}

/** Sends a changing request and judges the answer. What is refused leaves every figure and order as it was. */
export async function send<Body>(
  stage: Stage,
  method: string,
  path: string,
  body: unknown,
  refused: Refused | undefined,
): Promise<Body> {
  const before = refused === undefined ? null : await books(stage);
  const key = stage.key === null ? {} : { idempotencyKey: stage.key };
  const answer = await request<Body>(method, path, { ...(body === undefined ? {} : { body }), ...key });
  stage.last = answer;
  if (refused === undefined) expect([200, 201, 202, 204], JSON.stringify(answer.body)).toContain(answer.status);
  else {
    expectRefused(answer, refused, stage);
    expect(await books(stage), "a refusal changes nothing").toEqual(before);
  }
  return answer.body;
}

function expectRefused(answer: Answer<unknown>, { code, error, pointers }: Refused, { name }: Stage): void {
  // What is not a problem has no such code, and fails here.
  const body = answer.body as Problem;
  expect({ code: body.code, refused: answer.status >= 400 }, JSON.stringify(body)).toEqual({ code, refused: true });
  if (error !== undefined) expect(body.errors?.[0]).toMatchObject(named(error, name));
  if (pointers !== undefined) expect(body.errors?.map((each) => each.pointer)).toEqual(pointers);
}

/** Local names inside what a refusal says: of the SKU, and of orders whose shipments are in the way. */
function named(error: Record<string, unknown>, name: Stage["name"]): Record<string, unknown> {
  const { sku, shipments } = error;
  return {
    ...error,
    ...(typeof sku === "string" ? { sku: name(sku) } : {}),
    ...(Array.isArray(shipments) ? { shipments: shipments.map((each) => ({ ...each, order: name(each.order) })) } : {}),
  };
}

/** Every figure of every SKU, and every order. */
export async function books({ skus, orders, name }: Stage): Promise<unknown> {
  return {
    levels: await Promise.all(skus.map(async (sku) => [sku, await levelsOf(name(sku))])),
    orders: await Promise.all([...orders].map(async (id) => (await request("GET", orderPath(id))).body)),
  };
}

/** Figures by warehouse, where there are any. */
export async function levelsOf(sku: string): Promise<Record<string, number[]>> {
  const read = await request<Sku>("GET", `/v1/admin/skus/${encodeURIComponent(sku)}`);
  const rows = read.body.levels.map((level): [string, number[]] => [level.warehouse, rowOf(level)]);
  return Object.fromEntries(rows.filter(([, row]) => row.some((figure) => figure !== 0)));
}

export function linesOf(wanted: Wanted, { name, products }: Stage): Line[] {
  const list = Array.isArray(wanted) ? wanted : Object.entries(wanted);
  return list.map(([local, quantity, selection]): Line => {
    if (!products.has(local)) return { sku: name(local), quantity };
    return { product: name(local), quantity, ...(selection === undefined ? {} : { selection }) };
  });
}

export function orderPath(id: string): string {
  return `/v1/orders/${encodeURIComponent(id)}`;
}

function rowOf({ onHand, held, allocated, planned, incoming }: Level): number[] {
  return [onHand, held, allocated, planned, incoming];
}
