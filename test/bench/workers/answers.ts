/** Rows written since the Worker was started, by table, and alarms set: each costs a row as well. */
export interface RowCounts {
  readonly tables: Readonly<Record<string, number>>;
  readonly alarms: number;
}

/** Calls that objects got, by the name of the object. */
export type CallCounts = Readonly<Record<string, number>>;

/** What one request for calls inside an object came to. */
export interface InsideCounts {
  readonly holds: number;
  readonly calls: number;
}

/** Holds that one request of the latency run stands for, so that HTTP on one machine is not what is measured. */
export const HOLDS_PER_REQUEST = 32;

/** The answer to such a request. */
export function togetherAnswer(held: number): Response {
  return Response.json({ held });
}
