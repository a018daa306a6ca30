/**
 * Which warehouse gives the units, of those of the channel that have some free. `channel_order` (default): the first ones.
 * `most_available`: the one with most first. `fewest_warehouses`: one alone if any has enough. A deployment may add its own.
 */
export type WarehouseStrategyName = "channel_order" | "most_available" | "fewest_warehouses" | (string & {});

/** Where something is sold, as it is sent. */
export interface ChannelRequest {
  /** Up to 500 printable characters. */
  name: string;
  /** Codes of its warehouses, in order. None (default): the channel sells nothing, and says so. */
  warehouses?: string[];
  strategy?: WarehouseStrategyName;
}

/** Where something is sold, with the warehouses that it sells from, in order. */
export interface Channel {
  code: string;
  name: string;
  warehouses: string[];
  strategy: WarehouseStrategyName;
  /** In the ETag, for `If-Match`. */
  revision: number;
  updatedAt: string;
}
