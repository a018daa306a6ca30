import type { Scenario } from "../side.ts";
import { held, stocked } from "./goods.ts";

const MINUTE_MS = 60_000;

/** Told after all others: what time does to their goods is not theirs. */
export const TIME_SCENARIOS: readonly Scenario[] = [
  {
    name: "a cart that runs out",
    async play(side) {
      await stocked(side, "R-SHORT", 2);
      const id = await held(side, "R-SHORT", 2);
      await side.pass(14 * MINUTE_MS);
      await side.ask("shopper", "GET", `/v1/reservations/${id}`);
      await side.ask("shopper", "GET", "/v1/availability/R-SHORT");
      await side.pass(MINUTE_MS);
      await side.ask("shopper", "GET", `/v1/reservations/${id}`);
      await side.ask("shopper", "GET", "/v1/availability/R-SHORT");
      await side.ask("shopper", "POST", `/v1/reservations/${id}/extend`, { body: {} });
      await side.ask("admin", "POST", "/v1/orders", { body: { id: "late", reservation: id } });
      await held(side, "R-SHORT", 2);
    },
  },
];
