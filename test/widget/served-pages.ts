import type { Plugin } from "vite";
import { bundleElement } from "../../cli/build/element.ts";
import type { AvailabilityList } from "../../sdk/index.ts";
import { rows } from "./views.ts";

/** What a shop may forbid its pages: nothing runs and nothing styles that does not come from its own server. */
const STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'";

/** The paragraph breaks the policy: were it not refused, nothing else on the page would show anything either. */
const STRICT_PAGE = `<!doctype html>
<html lang="en">
  <title>A strict shop</title>
  <script src="/served/violations.js"></script>
  <script type="module" src="/served/stock-availability.js"></script>
  <p style="color: red">Mug</p>
  <stock-availability sku="MUG" quantity-input buy-button="button">Ask for it</stock-availability>
  <button>Buy</button>
</html>`;

const VIOLATIONS_SCRIPT = `
  window.violations = [];
  addEventListener("securitypolicyviolation", (event) => {
    violations.push(event.effectiveDirective + " " + (event.target?.localName ?? ""));
  });
`;

/** What the server says: more than may be ordered are there. */
function listOf(): AvailabilityList {
  const view = rows["8 in stock, with a quantity"]?.view;
  if (view === undefined) throw new Error("there is no such row");
  return { items: [{ ...view, orderQuantity: { min: 1, max: 12, allowed: null, multiple: 1 } }], unknown: [] };
}

/** Serves the element as shops get it, below `/served`, with the one answer that it asks for, and a page with a strict policy. */
export function servedPages(): Plugin {
  return {
    name: "served-pages",
    configureServer(server) {
      const bundled = bundleElement();
      // Told to each request, below.
      bundled.catch(() => {});
      server.middlewares.use("/served", (request, response, next) => {
        const path = request.url?.split("?")[0] ?? "/";
        const answer = (type: string, body: string | Uint8Array, headers: Record<string, string> = {}): void => {
          response.writeHead(200, { "content-type": type, ...headers }).end(body);
        };
        if (path === "/strict.html") {
          return answer("text/html", STRICT_PAGE, { "content-security-policy": STRICT });
        }
        if (path === "/violations.js") return answer("text/javascript", VIOLATIONS_SCRIPT);
        if (path === "/v1/availability") return answer("application/json", JSON.stringify(listOf()));
        bundled.then((files) => {
          const file = files.find((each) => `/${each.path}` === path);
          if (file === undefined) response.writeHead(404).end();
          else answer("text/javascript", file.contents);
        }, next);
      });
    },
  };
}
