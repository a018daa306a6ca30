import type { Settings, SettingsPatch } from "../contract/index.ts";
import type { CallOptions, RevisionOptions } from "../transport/options.ts";
import type { Transport } from "../transport/transport.ts";
import { read } from "../transport/verbs.ts";
import { state } from "./state.ts";

/** Settings of the whole store. Needs a key with the scope `admin`. */
export interface SettingsCalls {
  get(options?: CallOptions): Promise<Settings>;
  /** Every SKU is told; other Workers see them within five seconds. */
  change(patch: SettingsPatch, options?: RevisionOptions): Promise<Settings>;
}

/** The calls, over a transport. */
export function createSettings(transport: Transport): SettingsCalls {
  return {
    get: async (options) => read(transport, "v1/admin/settings", options),
    change: async (patch, options) => state(transport, "PATCH", "v1/admin/settings", patch, options),
  };
}
