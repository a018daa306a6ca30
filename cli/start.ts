import { Command, InvalidArgumentError } from "commander";
import type { Installation } from "./serve/serve.ts";
import { StartError } from "./serve/start-error.ts";

interface StartOptions {
  readonly clientAddressHeader?: string;
  readonly data: string;
  readonly host: string;
  readonly port: number;
}

const command = new Command("onhand")
  .description("Runs Onhand on this machine, everything embedded, until it is interrupted.")
  .option("--data <folder>", "where stock, orders and the admin key are kept; made when it is missing", "./data")
  .option("--host <address>", "the address to listen on; 0.0.0.0 for all", "127.0.0.1")
  .option("--port <number>", "the port to listen on; 0 for any that is free", portOf, 8787)
  .option("--client-address-header <name>", "the header in which a proxy in front tells the client's address")
  .addHelpText(
    "after",
    [
      "",
      "The admin key is ADMIN_KEY from the environment, or else made once and kept in the data folder.",
      "Mails are kept at /outbox, or sent by SMTP_URL (smtps://user:password@host:465) from MAIL_FROM; links in them begin with",
      "PUBLIC_URL. WEBHOOKS_TO_LOOPBACK=true lets webhooks go to this machine.",
    ].join("\n"),
  )
  .allowExcessArguments(false)
  .action(run);

await command.parseAsync();

async function run({ clientAddressHeader, data, host, port }: StartOptions): Promise<void> {
  const aborter = new AbortController();
  let installation: Installation | null = null;
  let isStopping = false;
  const stop = async (exitCode: number) => {
    if (isStopping) return;
    isStopping = true;
    aborter.abort();
    await installation?.stop();
    process.exit(exitCode);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));

  try {
    // Loaded after the signals are in hand, for it takes a while; and not for --help.
    const { serve } = await import("./serve/serve.ts");
    installation = await serve({
      data,
      host,
      port,
      adminKey: process.env.ADMIN_KEY,
      clientAddressHeader,
      environment: process.env,
      onProgress: (line) => console.log(line),
      signal: aborter.signal,
    });
  } catch (error) {
    if (isStopping) return;
    if (!(error instanceof StartError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
  announce(installation);
  const failure = await installation.failed;
  console.error(failure.message);
  await stop(1);
}

function announce({ origin, adminKey, dataPath, mail }: Installation): void {
  const key = adminKey.from === "environment" ? "as set in ADMIN_KEY" : adminKey.key;
  console.log(
    [
      "",
      `  Onhand runs at  ${origin}/`,
      `  API             ${origin}/v1`,
      `  Documentation   ${origin}/docs`,
      `  OpenAPI         ${origin}/openapi.json`,
      `  Health          ${origin}/health`,
      `  Mail            ${mail}`,
      `  Data            ${dataPath}`,
      `  Admin key       ${key}${adminKey.from === "made" ? "  (made now and kept in the data folder)" : ""}`,
      "",
    ].join("\n"),
  );
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError("It is a number from 0 to 65535.");
  return port;
}
