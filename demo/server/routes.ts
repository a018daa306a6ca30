import { counterRoutes } from "./counter-routes.ts";
import type { DemoApp } from "./demo-context.ts";
import { fileRoutes } from "./file-routes.ts";
import { orderRoutes } from "./order-routes.ts";
import { pageRoutes } from "./page-routes.ts";

/** The demonstration shop, there only with DEMO=true. */
export function demoRoutes(app: DemoApp): void {
  pageRoutes(app);
  orderRoutes(app);
  counterRoutes(app);
  fileRoutes(app);
}
