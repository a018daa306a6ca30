import type { Language } from "./texts.ts";

/** English; also what every locale falls back to that has no language here. */
export const language: Language = ({ number, date, days, list }) => ({
  language: "en",
  messages: {
    choose_options: () => "Choose options to see availability",
    combination_unavailable: () => "This combination is not available",
    not_yet_available: ({ expected }) =>
      expected.kind === "date" ? `Available from ${date(expected.date)}` : "Not available yet",
    no_longer_available: () => "No longer available",
    preorder: ({ expected }) =>
      expected.kind === "date" ? `Pre-order now, available from ${date(expected.date)}` : "Available to pre-order",
    available_in: () => "Currently unavailable",
    in_stock: () => "In stock",
    in_stock_quantity: ({ quantity }) =>
      quantity === null ? "In stock" : `${number(quantity.value)}${quantity.capped ? "+" : ""} in stock`,
    low_stock: () => "Only a few left",
    low_stock_quantity: ({ quantity }) => {
      if (quantity === null) return "Only a few left";
      return quantity.capped ? `Low stock: ${number(quantity.value)}+ left` : `Only ${number(quantity.value)} left`;
    },
    backorder: () => "Out of stock: on backorder, dispatched once in stock",
    backorder_estimate: () => "Out of stock: on backorder, dispatched once in stock",
    discontinued: () => "Discontinued",
    out_of_stock: () => "Out of stock",
  },
  expected: (expected) => {
    if (expected.kind === "date") return `Expected on ${date(expected.date)}`;
    const { min, max } = expected;
    if (max === 0) return "Expected today";
    if (max === null) return `Expected in ${days(min, min, { one: "day", other: "days" })} or more`;
    if (min === 0) return `Expected within ${days(max, max, { one: "day", other: "days" })}`;
    return `Expected in ${days(min, max, { one: "day", other: "days" })}`;
  },
  cannotBeShown: "Availability cannot be shown right now",
  cannotBeOrdered: "Cannot be ordered at the moment",
  quantity: "Quantity",
  refusals: {
    whole: "Enter a whole number",
    min: (bound) => `Order at least ${number(bound)}`,
    max: (bound) => `Order at most ${number(bound)}`,
    allowed: (allowed) => `Choose ${list(allowed)}`,
    multiple: (bound) => `Order in multiples of ${number(bound)}`,
  },
  loadSubscribe: () => import("./en-subscribe.ts"),
});
