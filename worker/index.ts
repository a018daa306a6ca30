import { defaultHandler } from "./default-handler.ts";

// What a shop that makes a Worker of its own imports from the package; the handler below, with the demonstration shop, is
// this repository's alone.
export * from "./exports.ts";

/** The Worker with the built-in rules: HTTP, the outbox queue, the cron's round. */
export default defaultHandler();
