import { type DemoApp, inDemo } from "./demo-context.ts";

const FILES = ["shop.js", "shop.css", "icon.svg"];

/** The pages' script, style sheet and icon, as the build has made them. */
export function fileRoutes(app: DemoApp): void {
  for (const file of FILES) {
    app.get(
      `/demo/${file}`,
      inDemo((context) => context.env.ASSETS.fetch(context.req.raw)),
    );
  }
}
