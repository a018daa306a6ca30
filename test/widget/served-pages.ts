import type { Plugin } from "vite";
import { bundleElement } from "../../cli/build/element.ts";
import type { AvailabilityList } from "../../sdk/index.ts";
import { rows } from "./views.ts";

/** What a shop may forbid its pages: nothing runs and nothing styles that does not come from its own server. */
const STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'";

/** The paragraph breaks the policy: were it not refused, nothing else on the page would show anything either. */
const strictPage = (attributes: string): string => `<!doctype html>
<html lang="en">
  <title>A strict shop</title>
  <script src="/served/violations.js"></script>
  <script type="module" src="/served/stock-availability.js"></script>
  <p style="color: red">Mug</p>
  <stock-availability ${attributes} buy-button="button">Ask for it</stock-availability>
  <button>Buy</button>
</html>`;

/** Each with an element of its own: what is in stock, and what is waited for. */
const STRICT_PAGES = new Map([
  ["/strict.html", strictPage('sku="MUG" quantity-input')],
  ["/strict-waiting.html", strictPage('sku="PLATE" subscribe')],
]);

const VIOLATIONS_SCRIPT = `
  window.violations = [];
  addEventListener("securitypolicyviolation", (event) => {
    violations.push(event.effectiveDirective + " " + (event.target?.localName ?? ""));
  });
`;

/** What the server says: of one thing more than may be ordered are there, the other one is sold out. */
function listOf(): AvailabilityList {
  const [mug, plate] = [rows["8 in stock, with a quantity"]?.view, rows["13 out of stock"]?.view];
  if (mug === undefined || plate === undefined) throw new Error("there is no such row");
  const orderQuantity = { min: 1, max: 12, allowed: null, multiple: 1 };
  return {
    items: [
      { ...mug, orderQuantity },
      { ...plate, sku: "PLATE", subscribable: true },
    ],
    unknown: [],
  };
}

/** Serves the element as shops get it, below `/served`, with the answers that it asks for, and pages with a strict policy. */
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
        const page = STRICT_PAGES.get(path);
        if (page !== undefined) return answer("text/html", page, { "content-security-policy": STRICT });
        if (path === "/violations.js") return answer("text/javascript", VIOLATIONS_SCRIPT);
        if (path === "/v1/availability") return answer("application/json", JSON.stringify(listOf()));
        if (path === "/v1/subscriptions") return answer("application/json", '{"state":"confirmation"}');
        bundled.then((files) => {
          const file = files.find((each) => `/${each.path}` === path);
          if (file === undefined) response.writeHead(404).end();
          else answer("text/javascript", file.contents);
        }, next);
      });
    },
  };
}
