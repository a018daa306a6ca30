import { DEFAULT_DEPLOYMENT, type Deployment } from "./deployment.ts";
import type { Env } from "./env.ts";
import { guardedTemplates, guardedTransport } from "./guarded-mail.ts";
import { rulesOf } from "./guarded-rules.ts";
import { handlerOf, type StockHandler } from "./handler.ts";
import type { CrossingListener, CrossingListeners } from "./low-stock-activity.ts";
import { SkuObject } from "./objects/sku-object.ts";
import { SlotObject } from "./objects/slot-object.ts";
import { createApp } from "./routes/app.ts";
import { checkOptions, type StockWorkerOptions } from "./stock-worker-options.ts";

/** A Worker to be exported: the handler as default, the object classes by their names. */
export interface StockWorker {
  handler: StockHandler;
  /** All of one SKU. Declared in wrangler.toml as a durable object with SQLite storage, and bound as `SKU`. */
  SkuObject: typeof SkuObject;
  /** A coordinator of reservations and orders. Declared likewise, and bound as `SLOT`. */
  SlotObject: typeof SlotObject;
}

/**
 * Makes the Worker of a shop's own (DESIGN section 9): the same as Onhand's, with the shop's rules in the handler and in
 * the objects. Called once, where the module starts; it does nothing until a request comes. `Bindings`: what the shop's
 * wrangler.toml binds beside Onhand's own, for `onCrossing`.
 *
 * Throws a TypeError that names the option which cannot be right.
 */
export function createStockWorker<Bindings extends Env = Env>(options: StockWorkerOptions<Bindings> = {}): StockWorker {
  checkOptions(options);
  const deployment = Object.keys(options).length === 0 ? DEFAULT_DEPLOYMENT : deploymentOf(options);
  const { rules } = deployment;
  return {
    handler: handlerOf(createApp(deployment), deployment),
    SkuObject: class extends SkuObject {
      constructor(context: DurableObjectState, env: Env) {
        super(context, env, rules);
      }
    },
    SlotObject: class extends SlotObject {
      constructor(context: DurableObjectState, env: Env) {
        super(context, env, rules);
      }
    },
  };
}

function deploymentOf<Bindings extends Env>(options: StockWorkerOptions<Bindings>): Deployment {
  const { mailTransport, mailTemplates } = options;
  return {
    rules: rulesOf(options),
    listeners: listenersOf(options),
    transportOf:
      mailTransport === undefined
        ? DEFAULT_DEPLOYMENT.transportOf
        : // The environment is the deployment's own, with all that it binds.
          guardedTransport((env) => mailTransport(env as Bindings)),
    templates: mailTemplates === undefined ? DEFAULT_DEPLOYMENT.templates : guardedTemplates(mailTemplates),
  };
}

function listenersOf<Bindings extends Env>({
  lowStockActivities = {},
}: StockWorkerOptions<Bindings>): CrossingListeners {
  const entries = Object.entries(lowStockActivities).flatMap(([name, activity]): [string, CrossingListener][] => {
    if (activity.onCrossing === undefined) return [];
    // The environment is the deployment's own, with all that it binds.
    return [[name, (event, env) => activity.onCrossing?.(event, env as Bindings)]];
  });
  return Object.fromEntries(entries);
}
