import type { Scenario } from "../side.ts";
import { AVAILABILITY_SCENARIOS } from "./availability.ts";
import { EDGE_SCENARIOS } from "./edges.ts";
import { LIST_SCENARIOS } from "./lists.ts";
import { NOTICE_SCENARIOS } from "./notices.ts";
import { ORDER_SCENARIOS } from "./orders.ts";
import { RESERVATION_SCENARIOS } from "./reservations.ts";
import { STOCK_SCENARIOS } from "./stock.ts";
import { TIME_SCENARIOS } from "./times.ts";

/** All stories, in the order in which they are told. */
export const SCENARIOS: readonly Scenario[] = [
  ...LIST_SCENARIOS,
  ...AVAILABILITY_SCENARIOS,
  ...RESERVATION_SCENARIOS,
  ...ORDER_SCENARIOS,
  ...STOCK_SCENARIOS,
  ...NOTICE_SCENARIOS,
  ...EDGE_SCENARIOS,
  ...TIME_SCENARIOS,
];
