import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, rmSync } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CannotRun } from "../client/cannot-run.ts";

/** Lines of one write: a line by itself is too small to be worth one. */
const CHUNK_CHARACTERS = 64 * 1024;

async function* chunksOf(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let chunk = "";
  for await (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk;
}

/** Calls `use` with a path for a file that is gone afterwards, unless it was moved; also when the process is told to end. */
async function withTemporary(path: string, use: (path: string) => Promise<void>): Promise<void> {
  const drop = () => rmSync(path, { force: true });
  const end = (signal: NodeJS.Signals) => {
    drop();
    process.kill(process.pid, signal);
  };
  process.once("SIGINT", end).once("SIGTERM", end);
  try {
    await use(path);
  } finally {
    process.off("SIGINT", end).off("SIGTERM", end);
    await rm(path, { force: true });
  }
}

/** A failure of the file system in words; what failed before it, such as the server, as it is. */
function notWritten(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !("syscall" in error)) return error;
  return new CannotRun(`${path} could not be written: ${error.message}`, { cause: error });
}

/**
 * Writes a file as a whole or not at all: its lines go to another one beside it, which takes its name when the last one is
 * there. A file that was there before stays until then.
 */
export async function writeWhole(path: string, lines: AsyncIterable<string>): Promise<void> {
  const target = resolve(path);
  if ((await stat(target).catch(() => null))?.isDirectory()) throw new CannotRun(`${path} is a folder.`);
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.partial`);
  try {
    await withTemporary(temporary, async () => {
      await pipeline(Readable.from(chunksOf(lines)), createWriteStream(temporary, { flags: "wx" }));
      await rename(temporary, target);
    });
  } catch (error) {
    throw notWritten(error, path);
  }
}

/** Gives all lines to `out`, or none: they are gathered in a file of the machine's own first. */
export async function putOutWhole(out: (text: string) => void, lines: AsyncIterable<string>): Promise<void> {
  const temporary = join(tmpdir(), `onhand-export-${randomUUID()}`);
  try {
    await withTemporary(temporary, async () => {
      await pipeline(Readable.from(chunksOf(lines)), createWriteStream(temporary, { flags: "wx", mode: 0o600 }));
      for await (const text of createReadStream(temporary, "utf8")) out(text);
    });
  } catch (error) {
    throw notWritten(error, "the output");
  }
}
