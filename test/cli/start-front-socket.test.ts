import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { afterAll, beforeAll, expect, it } from "vitest";
import { frontSocketBinding } from "../../cli/serve/front-socket.ts";
import { claimablePort } from "../../cli/serve/port.ts";

let miniflare: Miniflare;
let origin: string;

beforeAll(async () => {
  const port = await claimablePort("127.0.0.1", 0);
  origin = `http://127.0.0.1:${port}`;
  miniflare = new Miniflare(
    convertV4MiniflareOptions({
      cf: false,
      name: "reflector",
      compatibilityDate: "2026-11-01",
      modules: true,
      script: `export default {
        fetch: (request, env) => {
          if (request.headers.get("Upgrade") !== "websocket") {
            return Response.json({ clientIp: request.cf?.clientIp, bindings: Object.keys(env) });
          }
          const [client, server] = Object.values(new WebSocketPair());
          server.accept();
          server.addEventListener("message", ({ data }) => server.send("heard " + data));
          return new Response(null, { status: 101, webSocket: client });
        },
      };`,
      unsafeBindings: [frontSocketBinding(`127.0.0.1:${port}`)],
    }),
  );
  await miniflare.ready;
});

afterAll(() => miniflare.dispose());

it("tells the Worker the connection's address", async () => {
  const { clientIp } = await ask({});
  expect(clientIp).toMatch(/^127\.0\.0\.1:\d+$/);
});

it("believes no header about it", async () => {
  const { clientIp } = await ask({ "MF-CF-Blob": '{"clientIp":"192.0.2.9:1"}' });
  expect(clientIp).toMatch(/^127\.0\.0\.1:\d+$/);
});

it("binds nothing that the Worker could see", async () => {
  expect((await ask({})).bindings).toEqual([]);
});

it("carries WebSockets", async () => {
  const socket = new WebSocket(origin.replace("http", "ws"));
  const heard = new Promise((resolve) => {
    socket.onmessage = ({ data }) => resolve(data);
  });
  socket.onopen = () => socket.send("hello");
  expect(await heard).toBe("heard hello");
  socket.close();
});

async function ask(headers: Record<string, string>): Promise<{ clientIp?: string; bindings: string[] }> {
  const answer = await fetch(origin, { headers });
  return (await answer.json()) as { clientIp?: string; bindings: string[] }; // What the script above answers.
}
