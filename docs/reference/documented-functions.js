import { Converter, ReflectionKind } from "typedoc";

/**
 * Has TypeDoc warn of a function without a docstring that a module exports. Its own check would ask for one of every method
 * as well, of those too that their names say.
 */
export function load({ converter, logger }) {
  converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const { name, signatures = [] } of project.getReflectionsByKind(ReflectionKind.Function)) {
      if (!signatures.every((signature) => signature.hasComment())) logger.warn(`${name}() has no docstring`);
    }
  });
}
