import type { OpenAPIHono } from "@hono/zod-openapi";
import { html } from "hono/html";
import type { AppEnv } from "./app-env.ts";

/** The readable API documentation; and where a visitor of a service without pages of its own is sent. */
export function pageRoutes(app: OpenAPIHono<AppEnv>): void {
  // The demonstration shop has a page there.
  app.get("/", async (context, next) => (context.env.DEMO === "true" ? next() : context.redirect("/docs")));

  // The static files stand behind the Worker in both homes: here it hands over the one that the page below loads.
  app.get("/docs/rapidoc-min.js", (context) => context.env.ASSETS.fetch(context.req.raw));

  app.get("/docs", (context) =>
    context.html(html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>Onhand API</title>
          <script type="module" src="/docs/rapidoc-min.js"></script>
        </head>
        <body>
          <rapi-doc
            spec-url="/openapi.json"
            render-style="read"
            load-fonts="false"
            show-header="false"
            allow-authentication="true"
            schema-description-expanded="true"
          ></rapi-doc>
        </body>
      </html>`),
  );
}
