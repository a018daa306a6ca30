import type { InsideCounts } from "./answers.ts";

/** Makes calls one after the other and says how many holds they came to. Time is taken outside: here it stands still. */
export async function insideAnswer(calls: number, call: () => Promise<number>): Promise<Response> {
  let holds = 0;
  for (let made = 0; made < calls; made += 1) holds += await call();
  return Response.json({ holds, calls } satisfies InsideCounts);
}
