import { Converter, ReflectionKind } from "typedoc";

/** By which name the exports of a file are imported. */
const names = new Map([
  ["sdk/index.ts", "onhand"],
  ["sdk/webhooks/index.ts", "onhand/webhooks"],
  ["worker/testing/index.ts", "onhand/testing"],
]);

/** Has TypeDoc call each module as its users import it, not as its file is called. */
export function load({ converter }) {
  converter.on(Converter.EVENT_CREATE_DECLARATION, ({ project }, reflection) => {
    if (!reflection.kindOf(ReflectionKind.Module)) return;
    const file = project.getSymbolIdFromReflection(reflection)?.packagePath;
    const name = names.get(file);
    if (name === undefined) throw new Error(`no name is known by which ${file} is imported`);
    reflection.name = name;
  });
}
