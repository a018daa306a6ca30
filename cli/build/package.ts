import { join } from "node:path";
import { copyAssets } from "./assets.ts";
import { buildElement, type ElementFile } from "./element.ts";
import { emitModules, removeUnexported } from "./modules.ts";
import { buildTesting, emitTestingTypes } from "./testing.ts";

/**
 * Builds all that is published below `dist/` in `folder`, which holds a package.json: the modules with their types, and
 * the files that a deployment serves as they are. Resolves to the element's files; rejects when a part does not compile
 * or bundle.
 */
export async function buildPackage(folder: string): Promise<ElementFile[]> {
  const assets = join(folder, "dist/assets");
  copyAssets(assets);
  const element = await buildElement(assets);
  await emitModules(folder);
  await buildTesting(folder);
  await emitTestingTypes(folder);
  await removeUnexported(folder);
  return element;
}
