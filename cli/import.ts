import { Command, Option } from "commander";
import { KEY_VARIABLE } from "./client/find-key.ts";
import { ownSurroundings } from "./client/surroundings.ts";
import { FORMATS } from "./import/recognise.ts";
import { type ImportOptions, runImport } from "./import/run-import.ts";

const command = new Command("import")
  .description("Imports a catalogue: SKUs with settings and figures on hand, and the products that they stand behind.")
  .argument(
    "<file>",
    "a CSV file: Vendure's or Shopify's product or inventory export, or a plain one (docs/import-export.md)",
  )
  .option("--url <url>", "the server", "http://127.0.0.1:8787")
  .option("--key <key>", `the admin key; else ${KEY_VARIABLE} from the environment, else the one in the data folder`)
  .option("--data <folder>", "the data folder of a server on this machine, for its admin key", "./data")
  .option("--warehouse <code>", "the warehouse for rows that name none", "main")
  .option("--create-warehouses", "make the warehouses that the file names and that are not there", false)
  .option("--dry-run", "judge every row and change nothing", false)
  .option("--report <file>", "write what became of every row, as CSV")
  .addOption(new Option("--format <format>", "the kind of file").choices(["auto", ...FORMATS]).default("auto"))
  .addHelpText("after", "\nExit code: 0 all rows taken, 2 some refused, 1 could not run.")
  .action(async (file: string, options: Omit<ImportOptions, "file">) => {
    process.exitCode = await runImport({ ...options, file }, ownSurroundings());
  });

await command.parseAsync();
