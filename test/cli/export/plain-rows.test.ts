import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvLine } from "../../../cli/csv/csv-line.ts";
import { plainCells, plainHeader, productRows, skuRows } from "../../../cli/export/plain-rows.ts";
import { EXPORT_COLUMNS } from "../../../cli/plain/columns.ts";
import type { ExportedSku, Policy, Product, Replenishment } from "../../../sdk/index.ts";
import { catalogueOf } from "../import/catalogue-of.ts";

const UPDATED = { updatedAt: "2026-11-22T09:00:00.000Z" };

function fileOf(skus: readonly ExportedSku[], products: readonly Product[] = [], withFigures = false): string {
  const header = plainHeader(withFigures);
  const rows = [
    ...skus.flatMap((sku) => [...skuRows(sku)]),
    ...products.flatMap((product) => [...productRows(product)]),
  ];
  return [csvLine(header), ...rows.map(([kind, cells]) => csvLine(plainCells(header, kind, cells)))].join("");
}

/** The filled cells of each line after the header, by column. */
function filled(content: string): Record<string, string>[] {
  const [header = "", ...lines] = content.split("\r\n").filter((line) => line !== "");
  const columns = header.split(",");
  return lines.map((line) =>
    Object.fromEntries(line.split(",").flatMap((cell, at) => (cell === "" ? [] : [[columns[at] ?? "", cell]]))),
  );
}

const level = (warehouse: string, onHand: number) => ({
  ...{ warehouse, onHand, held: 0, allocated: 0, planned: 0, incoming: 0 },
});

describe("a row of an export", () => {
  it("is one SKU at one warehouse, its settings on the first one", () => {
    const sku: ExportedSku = {
      sku: "0042",
      policy: { backorderLimit: null, allowedQuantities: [1, 6], outOfStockThreshold: -5 },
      levels: [level("main", 8), level("north", 0)],
      replenishments: [],
      ...UPDATED,
    };
    expect(filled(fileOf([sku]))).toStrictEqual([
      {
        kind: "stock",
        sku: "0042",
        warehouse: "main",
        on_hand: "8",
        out_of_stock_threshold: "-5",
        backorder_limit: "null",
        allowed_quantities: "1|6",
      },
      { kind: "stock", sku: "0042", warehouse: "north", on_hand: "0" },
    ]);
  });

  it("names a SKU that has stock nowhere", () => {
    expect(filled(fileOf([{ sku: "A", policy: {}, levels: [], replenishments: [], ...UPDATED }]))).toStrictEqual([
      { kind: "stock", sku: "A" },
    ]);
  });

  it("tells what follows from claims only where that is asked for, and an import says that it reads none of it", async () => {
    const told = { warehouse: "main", onHand: 8, held: 1, allocated: 2, planned: 3, incoming: 4 };
    const sku: ExportedSku = { sku: "A", policy: {}, levels: [told], replenishments: [], ...UPDATED };
    expect(filled(fileOf([sku]))).toStrictEqual([{ kind: "stock", sku: "A", warehouse: "main", on_hand: "8" }]);
    const content = fileOf([sku], [], true);
    expect(filled(content)).toMatchObject([{ on_hand: "8", held: "1", allocated: "2", planned: "3", incoming: "4" }]);
    const { skus, warnings, refusals } = await catalogueOf(content);
    expect(skus.map(({ request }) => request)).toStrictEqual([
      { sku: "A", levels: [{ warehouse: "main", onHand: 8 }] },
    ]);
    expect(warnings).toStrictEqual([
      { code: "columns_ignored", columns: ["held", "allocated", "planned", "incoming"] },
    ]);
    expect(refusals).toStrictEqual([]);
  });

  it("has a column for every key that a SKU can set", () => {
    const columns = Object.keys(EVERY_KEY).map((key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
    const missing = columns.filter((column) => !EXPORT_COLUMNS.includes(column));
    expect(missing).toStrictEqual(["preorder"]);
    expect(EXPORT_COLUMNS).toEqual(
      expect.arrayContaining(["preorder_available_at", "preorder_limit", "preorder_channel_limits"]),
    );
  });
});

/** The compiler names a key that is missing here. */
const EVERY_KEY: Record<keyof Policy, true> = {
  trackInventory: true,
  displayAvailability: true,
  displayStockQuantity: true,
  displayQuantityCap: true,
  outOfStockThreshold: true,
  minStockQuantity: true,
  lowStockActivity: true,
  notifyQuantityBelow: true,
  backorders: true,
  backorderLimit: true,
  allowBackInStockSubscriptions: true,
  availabilityEstimate: true,
  preorder: true,
  availableFrom: true,
  availableUntil: true,
  minCartQuantity: true,
  maxCartQuantity: true,
  allowedQuantities: true,
  quantityMultiple: true,
  returnable: true,
  preferredWarehouse: true,
  published: true,
  discontinued: true,
};

/** As it comes in an answer: generated objects have no prototype. */
function asAnswered<Value>(value: Value): Value {
  // JSON of the same value.
  return JSON.parse(JSON.stringify(value)) as Value;
}

const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/u;

/** What the API takes as a SKU, code, id or title. */
function named(maxLength: number): fc.Arbitrary<string> {
  const unit = fc.oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
    fc.constantFrom(",", '"', "'", ";", "=", "+", "-", "@", "|", "\\", "0", " ", "é", "🧦", "null"),
  );
  return fc
    .array(unit, { minLength: 1, maxLength: 8 })
    .map((units) => units.join("").trim())
    .filter((text) => text !== "" && text !== "." && text !== "..")
    .filter((text) => !UNPRINTABLE.test(text) && [...text].length <= maxLength);
}

const figure = fc.integer({ min: 0, max: 1_000_000_000 });
const time = fc
  .date({ min: new Date("2000-01-01T00:00:00Z"), max: new Date("2099-12-31T00:00:00Z"), noInvalidDate: true })
  .map((at) => at.toISOString());
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });

const policy: fc.Arbitrary<Partial<Policy>> = fc.record(
  {
    trackInventory: fc.boolean(),
    displayAvailability: fc.boolean(),
    displayStockQuantity: fc.boolean(),
    displayQuantityCap: orNull(figure),
    outOfStockThreshold: fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
    minStockQuantity: figure,
    lowStockActivity: fc.oneof(fc.constantFrom("nothing", "disable_buy_button", "unpublish"), named(64)),
    notifyQuantityBelow: figure,
    backorders: fc.constantFrom("none", "allow", "allow_and_notify"),
    backorderLimit: orNull(figure),
    allowBackInStockSubscriptions: fc.boolean(),
    availabilityEstimate: orNull(named(64)),
    preorder: orNull(
      fc.record(
        { availableAt: time, limit: figure, channelLimits: fc.dictionary(named(64), figure, { maxKeys: 3 }) },
        { requiredKeys: ["availableAt", "limit"] },
      ),
    ),
    availableFrom: orNull(time),
    availableUntil: orNull(time),
    minCartQuantity: figure,
    maxCartQuantity: figure,
    allowedQuantities: orNull(fc.array(figure, { minLength: 1, maxLength: 4 })),
    quantityMultiple: figure,
    returnable: fc.boolean(),
    preferredWarehouse: orNull(named(64)),
    published: fc.boolean(),
    discontinued: fc.boolean(),
  },
  { requiredKeys: [] },
);

const goods: fc.Arbitrary<Omit<Replenishment, "sku">> = fc
  .record({
    id: named(128),
    warehouse: named(64),
    received: fc.integer({ min: 0, max: 5 }),
    outstanding: fc.integer({ min: 1, max: 5 }),
    expectedAt: orNull(time),
    document: orNull(named(128)),
    // Any text at all: this is the one that an admin writes freely.
    note: orNull(fc.string({ unit: "binary", minLength: 1, maxLength: 30 })),
  })
  .map((each) => ({
    ...each,
    quantity: each.received + each.outstanding,
    state: "open",
    createdAt: UPDATED.updatedAt,
    ...UPDATED,
  }));

const exported: fc.Arbitrary<ExportedSku> = fc
  .record({
    sku: named(128),
    policy,
    levels: fc.uniqueArray(fc.tuple(named(64), figure), { selector: ([code]) => code, maxLength: 4 }),
    goods: fc.uniqueArray(goods, { selector: ({ id }) => id, maxLength: 3 }),
  })
  .map(({ sku, policy, levels, goods }) => ({
    sku,
    policy,
    levels: levels.map(([code, onHand]) => level(code, onHand)),
    replenishments: goods.map((each) => ({ ...each, sku })),
    ...UPDATED,
  }));

// Anything that an attribute or its value may be, ends of line and spaces at its ends included.
const free = fc.string({ unit: "binary", minLength: 1, maxLength: 10 });
const product: fc.Arbitrary<Product> = fc
  .record({
    id: named(128),
    title: named(500),
    url: orNull(named(100)),
    onlyExistingCombinations: fc.boolean(),
    attributes: fc.array(fc.record({ name: free, required: fc.boolean(), values: fc.array(free, { maxLength: 3 }) })),
    combinations: fc.array(
      fc.record({
        selection: fc.dictionary(free, free, { maxKeys: 3 }),
        sku: orNull(named(128)),
        allowOutOfStock: orNull(fc.boolean()),
      }),
      { maxLength: 3 },
    ),
  })
  .map((each) => ({
    ...each,
    ...{ inventoryMethod: "combinations", sku: null, components: [], policy: {}, revision: 1 },
    ...UPDATED,
  }));

describe("what an export writes, an import reads", () => {
  it("SKU for SKU, setting for setting, whatever the texts", async () => {
    const skus = fc.uniqueArray(exported, { selector: ({ sku }) => sku, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(skus.map(asAnswered), async (states) => {
        const catalogue = await catalogueOf(fileOf(states));
        expect(catalogue.refusals).toStrictEqual([]);
        expect(catalogue.skus.map(({ request }) => request)).toStrictEqual(
          states.map(({ sku, policy, levels }) => ({
            sku,
            ...(Object.keys(policy).length > 0 ? { policy } : {}),
            ...(levels.length > 0 ? { levels: levels.map(({ warehouse, onHand }) => ({ warehouse, onHand })) } : {}),
          })),
        );
        const expected = states.flatMap(({ replenishments }) => replenishments);
        expect(catalogue.replenishments.map(({ line: _, ...rest }) => rest)).toStrictEqual(
          expected.map(({ outstanding, state, createdAt, updatedAt, ...rest }) => rest),
        );
      }),
      { numRuns: 100 },
    );
  });

  it("product for product, choice for choice", async () => {
    const products = fc.uniqueArray(product, { selector: ({ id }) => id, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(products.map(asAnswered), async (definitions) => {
        const catalogue = await catalogueOf(fileOf([], definitions));
        expect(catalogue.refusals).toStrictEqual([]);
        expect(catalogue.products.map(({ request }) => request)).toStrictEqual(
          definitions.map(
            ({ id, title, url, inventoryMethod, attributes, onlyExistingCombinations, combinations }) => ({
              ...{ id, title, inventoryMethod, attributes, onlyExistingCombinations },
              ...(url === null ? {} : { url }),
              ...(combinations.length > 0 ? { combinations } : {}),
            }),
          ),
        );
      }),
      { numRuns: 100 },
    );
  });
});
