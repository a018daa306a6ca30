import type { Settings } from "../../sdk/index.ts";
import type { StoreSettings } from "../objects/sku-callable.ts";
import { networkOf, networkStatements, storeFactsOf } from "./network.ts";
import { SELECT_SETTINGS, settingsOf } from "./settings.ts";
import { type WantedTypes, wantedOf, wantedStatements } from "./wanted-types.ts";

/** The facts of the store that everything is judged by. */
export interface StoreFacts {
  settings: Settings;
  /** What SKUs are told. Its revision grows with every change of settings, warehouses, channels and wanted events. */
  store: StoreSettings & Required<Pick<StoreSettings, "channels" | "closed" | "wanted">>;
}

/** Reads them all in one transaction: the one place where what travels to the SKUs is put together. */
export async function readStoreFacts(db: D1Database): Promise<StoreFacts> {
  const wantedReads = wantedStatements(db);
  const [settingsRows, ...rows] = await db.batch([
    db.prepare(SELECT_SETTINGS),
    ...wantedReads,
    ...networkStatements(db),
  ]);
  const settings = settingsOf(settingsRows);
  const wanted: WantedTypes = wantedOf(rows.slice(0, wantedReads.length));
  const network = networkOf(rows.slice(wantedReads.length));
  const { channels, closed } = storeFactsOf(network);
  const revision = settings.revision + network.revision + wanted.revision;
  return { settings, store: { revision, policy: settings.policy, channels, closed, wanted: wanted.types } };
}

/** What SKUs are told, as it is now. */
export async function readStore(db: D1Database): Promise<StoreFacts["store"]> {
  return (await readStoreFacts(db)).store;
}
