/** A place that has stock, as it is sent. */
export interface WarehouseRequest {
  /** Up to 500 printable characters. */
  name: string;
  /** Up to 500 characters; default empty. */
  address?: string;
  /** ISO 3166-1 alpha-2, or empty (default). */
  country?: string;
  /** Lower first in lists. Default: where it is, and after all others when it is new. */
  position?: number;
  /**
   * Default true. One that is not active is not sold from. One that is to be active no more is closed at every SKU first,
   * while `closing` says how far that is; to put it active again ends that. Has to be said while it is being removed, and
   * ends the removal: what was moved by then stays where it is.
   */
  active?: boolean;
}

/** Something in the way of closing a warehouse. */
export interface ClosingObstacle {
  sku: string;
  onHand: number;
  /** Units held and allocated there. */
  claimed: number;
  /** Of them, those for which goods are not there. */
  uncovered: number;
  planned: number;
  incoming: number;
}

/** A warehouse that is being closed at every SKU, or was refused to be. */
export interface WarehouseClosing {
  goal: "remove" | "deactivate";
  /** Where all of it is moved to. */
  moveTo: string | null;
  state: "running" | "refused";
  /** SKUs that are done. With `moveTo` all are asked before anything is moved, and then counted anew. */
  done: number;
  /** Why it was refused: at most 100 of them. */
  obstacles: ClosingObstacle[];
}

/** A place that has stock. */
export interface Warehouse {
  code: string;
  name: string;
  address: string;
  country: string;
  position: number;
  active: boolean;
  /** `null`: it is not being closed, and the last attempt, if any, was not refused. */
  closing: WarehouseClosing | null;
  /** In the ETag, for `If-Match`. */
  revision: number;
  updatedAt: string;
}
