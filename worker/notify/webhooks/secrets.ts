import type { WebhookSecrets } from "../../../sdk/index.ts";
import { SECRETS_PER_WEBHOOK_MAX } from "../../core/bounds.ts";

/** A secret as it is kept with its endpoint. */
export interface KeptSecret {
  secret: string;
  createdAt: number;
  /** Milliseconds since 1970; `null`: until it is rotated. */
  validUntil: number | null;
}

/** Those that are valid, the newest first. */
export function validSecrets(kept: readonly KeptSecret[], nowMs: number): KeptSecret[] {
  return kept.filter(({ validUntil }) => validUntil === null || validUntil > nowMs);
}

/**
 * The secrets after a new one was made: it, and the one before for the overlap (none with 0). Never more than
 * `SECRETS_PER_WEBHOOK_MAX`: an older one ends at once.
 */
export function rotatedSecrets(
  kept: readonly KeptSecret[],
  secret: string,
  overlapMs: number,
  nowMs: number,
): KeptSecret[] {
  const before = validSecrets(kept, nowMs).map((each) => ({
    ...each,
    validUntil: Math.min(each.validUntil ?? Number.POSITIVE_INFINITY, nowMs + overlapMs),
  }));
  const all = [{ secret, createdAt: nowMs, validUntil: null }, ...before];
  return validSecrets(all, nowMs).slice(0, SECRETS_PER_WEBHOOK_MAX);
}

/** As they are told. */
export function toldSecrets(kept: readonly KeptSecret[], nowMs: number): WebhookSecrets {
  return {
    secrets: validSecrets(kept, nowMs).map(({ secret, createdAt, validUntil }) => ({
      secret,
      createdAt: new Date(createdAt).toISOString(),
      validUntil: validUntil === null ? null : new Date(validUntil).toISOString(),
    })),
  };
}
