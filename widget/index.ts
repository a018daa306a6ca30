export { setDefaultEndpoint } from "./default-endpoint.ts";
export type { QuantityChange, StockEventMap } from "./events.ts";
export { StockAvailability } from "./stock-availability.ts";
