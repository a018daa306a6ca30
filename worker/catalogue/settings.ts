import type { NoticeSettings, Policy, Settings, SettingsPatch } from "../../sdk/index.ts";
import { withDefaults } from "../core/notice-settings.ts";
import { patchPolicy } from "../core/policy.ts";

interface SettingsRow {
  revision: number;
  policy: string;
  allowed_origins: string;
  notices: string;
}

/** The store's settings; its row is read by `settingsOf`. */
export const SELECT_SETTINGS = "SELECT revision, policy, allowed_origins, notices FROM settings";

export async function readSettings(db: D1Database): Promise<Settings> {
  return settingsOf(await db.prepare(SELECT_SETTINGS).all());
}

/** The settings from the answer to `SELECT_SETTINGS`. */
export function settingsOf(result: D1Result | undefined): Settings {
  // The one row of that statement, written by `changeSettings` alone.
  const row = result?.results[0] as SettingsRow | undefined;
  if (row === undefined) throw new Error("The database has no settings row: were the migrations applied?");
  return {
    revision: row.revision,
    policy: JSON.parse(row.policy) as Partial<Policy>,
    allowedOrigins: JSON.parse(row.allowed_origins) as string[],
    notices: withDefaults(JSON.parse(row.notices) as Partial<NoticeSettings>),
  };
}

/** Settings after a change; `stale` when another revision than the one named is there, `null` to change whatever is. */
export async function changeSettings(
  db: D1Database,
  patch: SettingsPatch,
  revision: number | null,
): Promise<{ settings: Settings; isChanged: boolean } | { stale: number }> {
  const before = await readSettings(db);
  if (revision !== null && revision !== before.revision) return { stale: before.revision };
  const policy = patch.policy === undefined ? before.policy : patchPolicy(before.policy, patch.policy);
  const after = {
    ...before,
    policy,
    allowedOrigins: patch.allowedOrigins ?? before.allowedOrigins,
    notices: { ...before.notices, ...patch.notices },
  };
  if (JSON.stringify(after) === JSON.stringify(before)) return { settings: before, isChanged: false };
  const written = await db
    .prepare(
      "UPDATE settings SET revision = revision + 1, policy = ?, allowed_origins = ?, notices = ? WHERE revision = ?",
    )
    .bind(
      JSON.stringify(after.policy),
      JSON.stringify(after.allowedOrigins),
      JSON.stringify(after.notices),
      before.revision,
    )
    .run();
  // Somebody else was faster. Who named no revision means whatever is there now; every round but the last is another's.
  if (written.meta.changes === 0) return changeSettings(db, patch, revision);
  return { settings: { ...after, revision: before.revision + 1 }, isChanged: true };
}
