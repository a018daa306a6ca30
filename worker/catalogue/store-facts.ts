import type { Settings } from "../../sdk/index.ts";
import type { StoreSettings } from "../objects/sku-callable.ts";
import { networkOf, networkStatements, storeFactsOf } from "./network.ts";
import { SELECT_SETTINGS, settingsOf } from "./settings.ts";

/** The facts of the store that everything is judged by. */
export interface StoreFacts {
  settings: Settings;
  /** What SKUs are told. Its revision grows with every change of settings, warehouses and channels. */
  store: StoreSettings & Required<Pick<StoreSettings, "channels" | "closed">>;
}

/** Reads them all in one transaction: the one place where what travels to the SKUs is put together. */
export async function readStoreFacts(db: D1Database): Promise<StoreFacts> {
  const [settingsRows, ...networkRows] = await db.batch([db.prepare(SELECT_SETTINGS), ...networkStatements(db)]);
  const settings = settingsOf(settingsRows);
  const network = networkOf(networkRows);
  const { channels, closed } = storeFactsOf(network);
  return {
    settings,
    store: { revision: settings.revision + network.revision, policy: settings.policy, channels, closed },
  };
}

/** What SKUs are told, as it is now. */
export async function readStore(db: D1Database): Promise<StoreFacts["store"]> {
  return (await readStoreFacts(db)).store;
}
