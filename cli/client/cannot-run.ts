/**
 * A command could not run or could not go on: a file cannot be read or written, the server is not there, the key is
 * wrong. The message is a plain sentence for the person at the terminal. A refused row is never thrown, but returned.
 */
export class CannotRun extends Error {
  override readonly name = "CannotRun";
}
