import { join } from "node:path";
import { build } from "esbuild";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { MailOutcome, OutgoingMail } from "../../worker/notify/mail/transport.ts";

// The transport with a real `send_email` binding, as it is simulated on a machine of one's own: it takes what is well formed.

let runtime: Miniflare;
let origin: URL;

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "workers/email-service.ts")],
    bundle: true,
    format: "esm",
    write: false,
  });
  const worker = {
    name: "mail",
    compatibilityDate: "2026-11-01",
    modules: true,
    script: outputFiles[0]?.text ?? "",
    email: { send_email: [{ name: "MAIL", allowed_destination_addresses: ["somebody@x.example"] }] },
  };
  runtime = new Miniflare(convertV4MiniflareOptions({ cf: false, workers: [worker] }));
  origin = await runtime.ready;
});

afterAll(() => runtime.dispose());

async function send(to: string): Promise<MailOutcome> {
  const mail: OutgoingMail = {
    id: "back/1",
    from: { name: "Löam", address: "stock@shop.example" },
    to,
    subject: "قميص",
    text: "Hello",
    html: "<p>Hello</p>",
    headers: {
      "Message-ID": "<abc@shop.example>",
      "Content-Language": "ar",
      "List-Unsubscribe": "<https://shop.example/u>",
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
  };
  const answer = await fetch(origin, { method: "POST", body: JSON.stringify(mail) });
  // What the script answers with.
  return (await answer.json()) as MailOutcome;
}

it("the Email Service's binding takes a mail, and what it does not take is no success", async () => {
  expect(await send("somebody@x.example")).toEqual({ outcome: "sent" });
  expect((await send("ben@x.example")).outcome).not.toBe("sent");
});
