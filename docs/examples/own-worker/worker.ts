import {
  type AllocationStrategy,
  createStockWorker,
  type DisplayStrategy,
  type Env,
  judgeAvailability,
  MAIL_TEMPLATES,
  type MailTemplates,
  type WarehouseStrategy,
} from "onhand/worker";

/** What this shop binds beside what Onhand needs. */
interface ShopEnv extends Env {
  /** Buys goods. */
  PURCHASING: Fetcher;
}

/** Goods leave first where fewest are left, so that small stores get empty and are closed. */
const emptySmallStoresFirst: WarehouseStrategy = (_, free) =>
  free.toSorted((one, other) => one.free - other.free).map(({ warehouse, free: units }) => ({ warehouse, units }));

/** An order on account claims its stock once it is accepted, long before it is paid. */
const onceAccepted: AllocationStrategy = ({ to }) => ["Accepted", "PaymentSettled"].includes(to);

/** As ever, but the last three are told as the last ones, whatever the policies say. */
const tellOfTheLastThree: DisplayStrategy = (question) => {
  const verdict = judgeAvailability(question);
  if (verdict.row !== 8 || question.stock.available > 3) return verdict;
  return { ...verdict, row: 9, status: "low_stock", code: "low_stock" };
};

/** In English with the shop's own words in the subject; whoever asked for another language is sent the mail as ever. */
const inOurWords: MailTemplates["back_in_stock"] = (facts, setting) => {
  const mail = MAIL_TEMPLATES.back_in_stock(facts, setting);
  return mail.language === "en"
    ? { ...mail, subject: `Good news from ${setting.shopName}: ${facts.item.title}` }
    : mail;
};

const stock = createStockWorker<ShopEnv>({
  // For channels: {"strategy": "small_stores_first"}
  warehouseStrategies: { small_stores_first: emptySmallStoresFirst },
  allocationStrategy: onceAccepted,
  displayStrategy: tellOfTheLastThree,
  lowStockActivities: {
    // For policies: {"lowStockActivity": "keep_one_for_show", "minStockQuantity": 5}
    keep_one_for_show: {
      verdict: ({ stockLevel }) => (stockLevel <= 1 ? "disable_buy_button" : "nothing"),
      async onCrossing(event, env) {
        if (event.type !== "stock.low") return;
        // Told again with the same id when this fails: one purchase an event.
        const purchase = {
          method: "PUT",
          body: JSON.stringify({ sku: event.sku, channel: event.channel, left: event.stockLevel }),
        };
        const answer = await env.PURCHASING.fetch(`https://purchasing/${encodeURIComponent(event.id)}`, purchase);
        if (!answer.ok) throw new Error(`Purchasing answered with ${answer.status}`);
      },
    },
  },
  mailTemplates: { back_in_stock: inOurWords },
});

export default stock.handler;
export const { SkuObject, SlotObject } = stock;
