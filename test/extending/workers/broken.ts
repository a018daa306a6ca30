import { createStockWorker } from "onhand/worker";

const broken = (): never => {
  throw new Error("broken on purpose");
};

const stock = createStockWorker({
  warehouseStrategies: { broken },
  allocationStrategy: broken,
  displayStrategy: broken,
  lowStockActivities: { broken: { verdict: broken, onCrossing: broken } },
  mailTemplates: { back_in_stock: broken, confirm_subscription: broken },
});

export default stock.handler;
export const { SkuObject, SlotObject } = stock;
