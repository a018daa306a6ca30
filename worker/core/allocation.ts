/** A state that a shop reports of an order. */
export interface StateReport {
  /** The state reported before; `null` for the first. */
  from: string | null;
  to: string;
}

/** Whether a reported state claims the order's stock. Asked only while nothing is claimed yet, so never twice. */
export type AllocationStrategy = (report: StateReport) => boolean;

const ALLOCATING = new Set(["PaymentAuthorized", "PaymentSettled"]);

/** Stock is claimed once payment is authorized or settled (DESIGN section 6). */
export const allocateOncePaid: AllocationStrategy = ({ to }) => ALLOCATING.has(to);
