import { Converter, ReflectionKind } from "typedoc";

/** Has TypeDoc call a parameter that is taken apart at once what it is: the options of a call. */
export function load({ converter }) {
  converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter)) {
      if (parameter.name === "__namedParameters") parameter.name = "options";
    }
  });
}
