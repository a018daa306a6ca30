import { buildBundle } from "./build/bundle.ts";
import { elementReport } from "./build/element.ts";
import { buildPackage } from "./build/package.ts";
import { repositoryRoot } from "./build/repository-root.ts";

try {
  const element = await buildPackage(repositoryRoot);
  console.log(`dist/assets       what is served as it is\n                  ${elementReport(element)}`);
  console.log("dist/sdk          onhand, onhand/webhooks");
  console.log("dist/testing      onhand/testing");
  console.log("dist/widget       onhand/widget");
  console.log("dist/worker       onhand/worker");
  await buildBundle();
  console.log("dist/bundle       the Worker that `npm start` serves");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
