import type { LineProblem, Problem } from "../contract/index.ts";

/** What is wrong with one line of a reservation. */
export interface RefusedLine extends LineProblem {
  /** Its place in `lines` of the request, from 0; `null` when it is not about one line. A kit may name several SKUs. */
  line: number | null;
}

/** What the server tells of each line that it refuses. */
export function refusedLines(problem: Problem | null | undefined): RefusedLine[] {
  return (problem?.errors ?? []).map((each) => {
    const line = /^\/lines\/(\d+)(?:\/|$)/.exec(each.pointer)?.[1];
    return { ...each, line: line === undefined ? null : Number(line) };
  });
}
