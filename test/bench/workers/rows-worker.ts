import type { Env } from "../../../worker/env.ts";
import onhand, { SkuObject as OnhandSku, SlotObject as OnhandSlot } from "../../../worker/index.ts";
import type { OutboxMessage } from "../../../worker/objects/outbox-message.ts";
import type { RowCounts } from "./answers.ts";

const tables: Record<string, number> = {};
let alarms = 0;
const watched = new WeakSet<object>();

/** Onhand as it is, with every row counted that its objects write. All of them share this module. */
export class SkuObject extends OnhandSku {
  constructor(ctx: DurableObjectState, env: Env) {
    watch(ctx.storage);
    super(ctx, env);
  }
}

export class SlotObject extends OnhandSlot {
  constructor(ctx: DurableObjectState, env: Env) {
    watch(ctx.storage);
    super(ctx, env);
  }
}

export default {
  ...onhand,
  fetch(request, env, context): Response | Promise<Response> {
    if (new URL(request.url).pathname !== "/bench/rows") return onhand.fetch(request, env, context);
    return Response.json({ tables, alarms } satisfies RowCounts);
  },
} satisfies ExportedHandler<Env, OutboxMessage>;

/** Puts the counters into the prototypes, once: the runtime's own objects take no properties. */
function watch(storage: DurableObjectStorage): void {
  // What the runtime made these objects from.
  const storagePrototype = Object.getPrototypeOf(storage) as DurableObjectStorage;
  const sqlPrototype = Object.getPrototypeOf(storage.sql) as SqlStorage;
  if (watched.has(sqlPrototype)) return;
  watched.add(sqlPrototype);
  const { exec } = sqlPrototype;
  sqlPrototype.exec = function counted(this: SqlStorage, ...call: Parameters<SqlStorage["exec"]>) {
    const cursor = exec.apply(this, call);
    if (cursor.rowsWritten > 0) note(tableOf(call[0]), cursor.rowsWritten);
    return cursor;
    // One type of row at a time; which one is the caller's affair.
  } as SqlStorage["exec"];
  const { setAlarm } = storagePrototype;
  storagePrototype.setAlarm = function counted(
    this: DurableObjectStorage,
    ...call: Parameters<DurableObjectStorage["setAlarm"]>
  ) {
    alarms += 1;
    return setAlarm.apply(this, call);
  };
}

function note(table: string, rows: number): void {
  tables[table] = (tables[table] ?? 0) + rows;
}

function tableOf(statement: string): string {
  return /^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+(\w+)/i.exec(statement)?.[1] ?? "others";
}
