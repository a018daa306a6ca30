import { demoRoutes } from "../demo/server/routes.ts";
import { DEFAULT_DEPLOYMENT } from "./deployment.ts";
import { handlerOf, type StockHandler } from "./handler.ts";
import { createApp } from "./routes/app.ts";

/** The handler of the Worker with the built-in rules. The demonstration shop is there with DEMO=true alone. */
export function defaultHandler(): StockHandler {
  const app = createApp();
  demoRoutes(app);
  return handlerOf(app, DEFAULT_DEPLOYMENT);
}
