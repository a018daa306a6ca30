import type { Policy } from "../../sdk/index.ts";
import { type Parsed, parseMoment, parseWhole } from "../import/cell.ts";
import { PREORDER_COLUMNS } from "./columns.ts";
import { NULL_WORD } from "./policy-cells.ts";

/** The cells of the three columns of a preorder. */
export type PreorderCells = readonly [availableAt: string, limit: string, channelLimits: string];

const [AVAILABLE_AT, LIMIT, CHANNEL_LIMITS] = PREORDER_COLUMNS;

/** Limits by channel, as a JSON object: `{"web":10}`. */
function parseChannelLimits(cell: string): Parsed<Record<string, number>> {
  try {
    const parsed: unknown = JSON.parse(cell);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) {
      const entries = Object.entries(parsed);
      // Checked value by value here; their bounds are the server's to judge.
      if (entries.every(([, limit]) => Number.isSafeInteger(limit))) {
        return { ok: true, value: parsed as Record<string, number> };
      }
    }
  } catch {
    // Not JSON: refused like any other JSON that is not it.
  }
  const expected = 'limits by channel, such as {"web":10}';
  return { ok: false, reason: { code: "not_understood", column: CHANNEL_LIMITS, text: cell, expected } };
}

/** The preorder that the cells give: date and limit go together. `null` in the first one alone: no preorder. */
export function readPreorder([at, limit, channels]: PreorderCells): Parsed<Partial<Policy>> {
  if (at === "" && limit === "" && channels === "") return { ok: true, value: {} };
  if (at.toLowerCase() === NULL_WORD && limit === "" && channels === "") return { ok: true, value: { preorder: null } };
  if (at === "" || limit === "") return { ok: false, reason: { code: "preorder_incomplete" } };
  const availableAt = parseMoment(AVAILABLE_AT, at);
  if (!availableAt.ok) return availableAt;
  const units = parseWhole(LIMIT, limit);
  if (!units.ok) return units;
  const preorder = { availableAt: availableAt.value, limit: units.value };
  if (channels === "") return { ok: true, value: { preorder } };
  const channelLimits = parseChannelLimits(channels);
  if (!channelLimits.ok) return channelLimits;
  return { ok: true, value: { preorder: { ...preorder, channelLimits: channelLimits.value } } };
}

/** The cells of a preorder; empty ones where the key is not set. */
export function writePreorder({ preorder }: Partial<Policy>): PreorderCells {
  if (preorder === undefined) return ["", "", ""];
  if (preorder === null) return [NULL_WORD, "", ""];
  const { availableAt, limit, channelLimits } = preorder;
  return [availableAt, String(limit), channelLimits === undefined ? "" : JSON.stringify(channelLimits)];
}
