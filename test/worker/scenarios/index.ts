export * from "./carts-and-orders.ts";
export * from "./goods-and-settings.ts";
export * from "./scenario.ts";
export * from "./sights.ts";
export * from "./stage.ts";
