import { describe, expect, test } from "vitest";
import type { WarehouseStrategy } from "../../worker/core/placing.ts";
import { createStockWorker } from "../../worker/stock-worker.ts";

const strategy: WarehouseStrategy = () => [];
const activity = { verdict: () => "nothing" } as const;

/** What somebody passes who has no type checker. */
function create(options: unknown): unknown {
  // The type is what is being done without.
  return createStockWorker(options as Parameters<typeof createStockWorker>[0]);
}

describe("createStockWorker takes", () => {
  test("nothing at all", () => {
    expect(createStockWorker()).toMatchObject({ handler: { fetch: expect.any(Function) } });
  });

  test("names of 1 to 64 printable characters", () => {
    expect(() => create({ warehouseStrategies: { ä: strategy, ["😀".repeat(64)]: strategy } })).not.toThrow();
    expect(() => create({ lowStockActivities: { "a b": activity, ["x".repeat(64)]: activity } })).not.toThrow();
  });

  test("an option that is undefined as one that is not there", () => {
    expect(() => create({ displayStrategy: undefined, lowStockActivities: undefined })).not.toThrow();
    expect(() => create({ mailTransport: undefined, mailTemplates: { back_in_stock: undefined } })).not.toThrow();
  });
});

describe("createStockWorker refuses", () => {
  test.each<[string, unknown, string]>([
    ["what is no object", 1, "The options must be an object"],
    ["null", null, "The options must be an object"],
    ["an option that there is not", { warehouseStrategy: strategy }, "warehouseStrategy is not an option"],
    ["strategies in a list", { warehouseStrategies: [strategy] }, "warehouseStrategies must be an object"],
    [
      "a built-in name",
      { warehouseStrategies: { channel_order: strategy } },
      "warehouseStrategies: channel_order is built in",
    ],
    [
      "a built-in activity",
      { lowStockActivities: { unpublish: activity } },
      "lowStockActivities: unpublish is built in",
    ],
    ["a name without characters", { warehouseStrategies: { "": strategy } }, "1 to 64 printable characters"],
    [
      "a name of 65 characters",
      { warehouseStrategies: { ["x".repeat(65)]: strategy } },
      "1 to 64 printable characters",
    ],
    ["a name with a line break", { lowStockActivities: { "a\nb": activity } }, 'not "a\\nb"'],
    ["a name with a space at its end", { lowStockActivities: { "a ": activity } }, 'not "a "'],
    [
      "a strategy that is no function",
      { warehouseStrategies: { mine: "most" } },
      'warehouseStrategies["mine"] must be a function',
    ],
    ["a display strategy that is none", { displayStrategy: {} }, "displayStrategy must be a function"],
    ["an allocation strategy that is none", { allocationStrategy: "paid" }, "allocationStrategy must be a function"],
    [
      "an activity that is no object",
      { lowStockActivities: { mine: strategy } },
      'lowStockActivities["mine"] must be an object',
    ],
    [
      "an activity without a verdict",
      { lowStockActivities: { mine: {} } },
      'lowStockActivities["mine"].verdict must be a function',
    ],
    [
      "a listener that is no function",
      { lowStockActivities: { mine: { ...activity, onCrossing: "https://shop.example" } } },
      'lowStockActivities["mine"].onCrossing must be a function',
    ],
    ["a transport that is no function", { mailTransport: { send: strategy } }, "mailTransport must be a function"],
    ["templates in a list", { mailTemplates: [strategy] }, "mailTemplates must be an object"],
    ["a template of no kind", { mailTemplates: { back: strategy } }, "mailTemplates: back is no kind of mail"],
    [
      "a template that is no function",
      { mailTemplates: { back_in_stock: "Hello" } },
      "mailTemplates.back_in_stock must be a function",
    ],
  ])("%s", (_, options, message) => {
    expect(() => create(options)).toThrow(TypeError);
    expect(() => create(options)).toThrow(message);
  });
});
