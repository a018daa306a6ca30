import type { AllocationStrategy } from "./core/allocation.ts";
import { RULE_NAME_LENGTH_MAX } from "./core/bounds.ts";
import { WAREHOUSE_STRATEGIES, type WarehouseStrategy } from "./core/placing.ts";
import { ACTING_ACTIVITIES, type DisplayStrategy } from "./core/rules.ts";
import type { Env } from "./env.ts";
import type { CustomLowStockActivity } from "./low-stock-activity.ts";
import { TEMPLATES } from "./notify/mail/templates.ts";
import type { MailTemplates, MailTransport } from "./notify/mail/transport.ts";

/**
 * What a shop adds to the rules, or puts in their place (DESIGN section 9). The strategies and `verdict` are pure and
 * synchronous: the same question has the same answer, so that what is shown is what is sold. One that throws, or answers
 * with something that is no answer, is logged, and the built-in rule is asked instead.
 */
export interface StockWorkerOptions<Bindings extends Env = Env> {
  /** By the names that channels then may choose (`strategy`), 1–64 printable characters. Default: the built-in ones alone. */
  warehouseStrategies?: Readonly<Record<string, WarehouseStrategy>>;
  /** Which reported state of an order claims its stock. Default: `PaymentAuthorized` or `PaymentSettled`. */
  allocationStrategy?: AllocationStrategy;
  /** What the shopper is told, and with it what may be bought. Never how much: stock bounds that. Default: the built-in table. */
  displayStrategy?: DisplayStrategy;
  /** By the names that policies then may choose (`lowStockActivity`), likewise. Default: the built-in ones alone. */
  lowStockActivities?: Readonly<Record<string, CustomLowStockActivity<Bindings>>>;
  /**
   * How mails leave, in place of the built-in ways; `null`: mail is not configured. Asked often, and only where `PUBLIC_URL`
   * and `MAIL_FROM` are set. Default: Cloudflare's Email Service, SMTP or the local outbox, by what is bound.
   */
  mailTransport?: (env: Bindings) => MailTransport | null;
  /**
   * What mails say, by their kinds; pure, as the strategies are. One that throws, or gives no texts, is logged, and the
   * built-in mail is sent. Default: the built-in ones, for each that is left out.
   */
  mailTemplates?: Partial<MailTemplates>;
}

const OPTIONS = [
  "warehouseStrategies",
  "allocationStrategy",
  "displayStrategy",
  "lowStockActivities",
  "mailTransport",
  "mailTemplates",
];
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/u;

/** Throws a TypeError that names the option which cannot be right. What wrote them may not have been type-checked. */
export function checkOptions(options: unknown): void {
  const given = recordOf(options, "The options");
  for (const name of Object.keys(given)) {
    if (!OPTIONS.includes(name)) throw new TypeError(`${name} is not an option. The options are ${OPTIONS.join(", ")}`);
  }
  for (const [name, strategy] of named(given, "warehouseStrategies", Object.keys(WAREHOUSE_STRATEGIES))) {
    checkFunction(strategy, `warehouseStrategies[${JSON.stringify(name)}]`);
  }
  for (const name of ["allocationStrategy", "displayStrategy", "mailTransport"]) {
    if (given[name] !== undefined) checkFunction(given[name], name);
  }
  for (const [name, activity] of named(given, "lowStockActivities", ACTING_ACTIVITIES)) {
    const where = `lowStockActivities[${JSON.stringify(name)}]`;
    const { verdict, onCrossing } = recordOf(activity, where);
    checkFunction(verdict, `${where}.verdict`);
    if (onCrossing !== undefined) checkFunction(onCrossing, `${where}.onCrossing`);
  }
  checkTemplates(given.mailTemplates);
}

function checkTemplates(templates: unknown): void {
  if (templates === undefined) return;
  const kinds = Object.keys(TEMPLATES);
  for (const [kind, template] of Object.entries(recordOf(templates, "mailTemplates"))) {
    if (!kinds.includes(kind)) {
      throw new TypeError(`mailTemplates: ${kind} is no kind of mail. The kinds are ${kinds.join(", ")}`);
    }
    if (template !== undefined) checkFunction(template, `mailTemplates.${kind}`);
  }
}

/** The entries of an option that holds named things. */
function named(options: Record<string, unknown>, option: string, builtIn: readonly string[]): [string, unknown][] {
  if (options[option] === undefined) return [];
  const entries = Object.entries(recordOf(options[option], option));
  for (const [name] of entries) {
    if (builtIn.includes(name)) throw new TypeError(`${option}: ${name} is built in`);
    const length = [...name].length;
    if (length < 1 || length > RULE_NAME_LENGTH_MAX || UNPRINTABLE.test(name) || name.trim() !== name) {
      throw new TypeError(
        `${option}: a name has 1 to ${RULE_NAME_LENGTH_MAX} printable characters without spaces around it, ` +
          `not ${JSON.stringify(name)}`,
      );
    }
  }
  return entries;
}

function recordOf(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError(`${where} must be an object`);
  }
  // An object that is no list: whatever it has can be asked of it by name.
  return value as Record<string, unknown>;
}

function checkFunction(value: unknown, where: string): void {
  if (typeof value !== "function") throw new TypeError(`${where} must be a function`);
}
