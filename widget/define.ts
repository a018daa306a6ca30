import { StockAvailability } from "./stock-availability.ts";

export type { StockEventMap } from "./events.ts";
export { StockAvailability } from "./stock-availability.ts";

// Another copy of the package on the page may have been first.
if (customElements.get("stock-availability") === undefined) {
  customElements.define("stock-availability", StockAvailability);
}
