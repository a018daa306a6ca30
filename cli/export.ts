import { Command, Option } from "commander";
import { KEY_VARIABLE } from "./client/find-key.ts";
import { ownSurroundings } from "./client/surroundings.ts";
import { EXPORT_FORMATS } from "./export/lines.ts";
import { type ExportOptions, runExport } from "./export/run-export.ts";

const command = new Command("export")
  .description(
    "Exports SKUs with settings, figures on hand and expected goods, and the products that they stand behind.",
  )
  .argument("[file]", "the CSV file to write, as a whole or not at all; without it the standard output")
  .option("--url <url>", "the server", "http://127.0.0.1:8787")
  .option("--key <key>", `the admin key; else ${KEY_VARIABLE} from the environment, else the one in the data folder`)
  .option("--data <folder>", "the data folder of a server on this machine, for its admin key", "./data")
  .addOption(new Option("--format <format>", "the kind of file").choices([...EXPORT_FORMATS]).default("plain"))
  .option("--figures", "plain: also what is held, allocated, planned and incoming; an import never reads it", false)
  .addHelpText(
    "after",
    "\nExit code: 0 all of it written, 1 nothing written. What files look like: docs/import-export.md",
  )
  .action(async (file: string | undefined, options: Omit<ExportOptions, "file">) => {
    process.exitCode = await runExport({ ...options, file }, ownSurroundings());
  });

await command.parseAsync();
