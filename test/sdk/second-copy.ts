import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const ENTRY = fileURLToPath(new URL("../../sdk/index.ts", import.meta.url));

/** What makes a file another module than the same file without it. */
const MARK = "?second-copy";

/** Gives tests `onhand/second-copy`: the client once more, with classes of its own, as a page with two bundles has it. */
export function secondCopy(): Plugin {
  return {
    name: "second-copy",
    enforce: "pre",
    async resolveId(source, importer) {
      if (source === "onhand/second-copy") return ENTRY + MARK;
      if (!importer?.endsWith(MARK)) return null;
      const found = await this.resolve(source, importer.slice(0, -MARK.length), { skipSelf: true });
      return found && found.id + MARK;
    },
  };
}
