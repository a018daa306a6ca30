/**
 * The import could not run or could not go on: the file cannot be read, the server is not there, the key is wrong.
 * The message is a plain sentence for the person at the terminal. A refused row is never thrown, but returned.
 */
export class CannotRun extends Error {
  override readonly name = "CannotRun";
}
