/**
 * Why an installation cannot be started or go on, in one line for the person who started it. Anything else that is
 * thrown is a bug and keeps its stack.
 */
export class StartError extends Error {
  override readonly name = "StartError";
}
