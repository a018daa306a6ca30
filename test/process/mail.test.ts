import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AddressRecord, NewKey } from "../../sdk/index.ts";
import { type Mailbox, openMailbox, type ReceivedMail } from "./mailbox.ts";
import { type Server, startServer } from "./server.ts";

// A started Onhand, and a real mail server.

let folder: string;
let server: Server | undefined;
let mailbox: Mailbox | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "onhand-mail-"));
});

afterEach(async () => {
  await server?.kill();
  await mailbox?.close();
  [server, mailbox] = [undefined, undefined];
  rmSync(folder, { recursive: true, force: true });
});

async function start(env: Record<string, string>): Promise<Server> {
  server = await startServer({ data: join(folder, "data"), env: { DEMO: "", ...env } });
  return server;
}

/** Asks as the admin; the answer's body. */
async function ask<Body>(onhand: Server, method: string, path: string, body?: object): Promise<Body> {
  const key = { "idempotency-key": crypto.randomUUID() };
  const answer = await onhand.admin(method, path, body, key);
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  // What the contract says of the path.
  return (await answer.json()) as Body;
}

/** A shop in German with one sold-out SKU; how its page subscribes people. */
async function soldOut(onhand: Server): Promise<(email: string, locale?: string) => Promise<number>> {
  const notices = { shopName: "Löam", locale: "de", settlingSeconds: 0 };
  await ask(onhand, "PATCH", "/v1/admin/settings", { notices });
  await ask(onhand, "PUT", "/v1/admin/skus/VASE", {});
  const { key } = await ask<NewKey>(onhand, "POST", "/v1/admin/keys", {
    name: "page",
    scopes: ["shopper"],
  });
  return async (email, locale) => {
    const answer = await onhand.fetch("/v1/subscriptions", {
      method: "POST",
      headers: {
        authorization: `Bearer ${key}`,
        "content-type": "application/json",
        "idempotency-key": crypto.randomUUID(),
      },
      body: JSON.stringify({ sku: "VASE", email, ...(locale === undefined ? {} : { locale }) }),
    });
    await answer.body?.cancel();
    return answer.status;
  };
}

const stateOf = async (onhand: Server, email: string): Promise<string[]> => {
  const { mails } = await ask<AddressRecord>(onhand, "POST", "/v1/admin/subscriptions/of-address", { email });
  return mails.map(({ state }) => state);
};

const fieldsOf = ({ parsed }: ReceivedMail): Record<string, string> =>
  Object.fromEntries(parsed.headers.map(({ key, value }) => [key, value]));

describe("with a mail server", () => {
  it("the whole way goes by mail: confirming, being told, and unsubscribing by the links in the mails", async () => {
    const box = await openMailbox();
    mailbox = box;
    const onhand = await start({
      SMTP_URL: `smtp://127.0.0.1:${box.port}`,
      MAIL_FROM: "Löam <stock@shop.example>",
    });
    expect(onhand.output()).toContain(`Mail            smtp://127.0.0.1:${box.port}\n`);
    expect((await onhand.fetch("/outbox")).status).toBe(404);
    expect(await (await onhand.fetch("/health")).json()).toMatchObject({ checks: { mail: "smtp" }, missing: [] });
    const subscribe = await soldOut(onhand);
    expect(await subscribe("somebody@x.example", "ar")).toBe(202);
    await expect.poll(() => box.received.length, { timeout: 20_000 }).toBe(1);
    const [asking] = box.received;
    if (asking === undefined) throw new Error("No mail");
    expect(asking.parsed).toMatchObject({
      from: { name: "Löam", address: "stock@shop.example" },
      to: [{ address: "somebody@x.example" }],
      subject: "يرجى التأكيد: أخبروني عند توفر \u2068VASE\u2069",
    });
    expect(fieldsOf(asking)).toMatchObject({ "auto-submitted": "auto-generated", "content-language": "ar" });
    const [link = ""] = asking.parsed.text?.match(/http\S+\/subscriptions\/confirm\S+/) ?? [];
    expect(asking.parsed.html).toContain(`href="${link}"`);
    expect((await fetch(link)).status).toBe(200);

    await ask(onhand, "POST", "/v1/admin/skus/VASE/adjust", { delta: 3, reason: "received" });
    await expect.poll(() => box.received.length, { timeout: 30_000 }).toBe(2);
    const told = box.received[1];
    if (told === undefined) throw new Error("No mail");
    expect(told.parsed.subject).toBe("متوفر من جديد: \u2068VASE\u2069");
    const fields = fieldsOf(told);
    expect(fields["message-id"]).toMatch(/^<[\w-]{32}@127\.0\.0\.1>$/);
    expect(fields["list-unsubscribe-post"]).toBe("List-Unsubscribe=One-Click");
    const unsubscribe = fields["list-unsubscribe"]?.slice(1, -1) ?? "";
    expect(told.parsed.text).toContain(unsubscribe);
    expect(told.parsed.html).toContain(`href="${unsubscribe}"`);
    expect((await fetch(unsubscribe)).status).toBe(200);
    const oneClick = { method: "POST", body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }) };
    expect((await fetch(unsubscribe, oneClick)).status).toBe(200);
    expect(await stateOf(onhand, "somebody@x.example")).toEqual(["sent", "sent"]);
    expect(onhand.output()).not.toContain("somebody");
  });

  it("that is down, or says later or never, each mail has its due", async () => {
    // Somebody takes the call and hangs up: nobody is there yet.
    let calls = 0;
    const down = createServer((socket) => {
      calls += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => down.listen(0, "127.0.0.1", resolve));
    // Listening on TCP.
    const { port } = down.address() as AddressInfo;
    const onhand = await start({ SMTP_URL: `smtp://127.0.0.1:${port}` });
    const subscribe = await soldOut(onhand);
    await subscribe("down@x.example");
    await expect.poll(() => calls, { timeout: 20_000 }).toBe(1);
    expect(await stateOf(onhand, "down@x.example")).not.toContain("sent");
    await new Promise((resolve) => down.close(resolve));

    const box = await openMailbox({
      port,
      recipient: (address, times) => {
        if (address.startsWith("never")) return [550, `5.1.1 <${address}> is nobody here`];
        return address.startsWith("later") && times === 0 ? [451, "4.7.1 Greylisted"] : undefined;
      },
    });
    mailbox = box;
    for (const name of ["never", "later"]) await subscribe(`${name}@x.example`);
    await expect.poll(() => stateOf(onhand, "never@x.example"), { timeout: 20_000 }).toEqual(["dropped"]);
    // Within half a minute, by messages that the queue delays.
    await expect
      .poll(() => box.received.map(({ recipient }) => recipient).sort(), { timeout: 45_000 })
      .toEqual(["down@x.example", "later@x.example"]);
    expect(box.asked.filter((address) => address === "later@x.example")).toHaveLength(2);
    expect(box.asked.filter((address) => address === "never@x.example")).toHaveLength(1);
    expect(onhand.output()).not.toMatch(/@x\.example/);
  }, 90_000);
});

describe("without one", () => {
  it("mails are kept in the outbox, whose page the start names", async () => {
    const onhand = await start({});
    expect(onhand.output()).toContain(`Mail            ${onhand.origin}/outbox\n`);
    const subscribe = await soldOut(onhand);
    expect(await subscribe("somebody@x.example")).toBe(202);
    await expect
      .poll(async () => (await onhand.fetch("/outbox")).text(), { timeout: 20_000 })
      .toContain("Bitte bestätigen: Nachricht, sobald VASE wieder da ist");
    const page = await (await onhand.fetch("/outbox/1")).text();
    expect(page).toContain("Onhand &lt;onhand@localhost&gt;");
    const [, link] = /href="([^"]*\/subscriptions\/confirm[^"]*)"/.exec(page) ?? [];
    expect(link).toMatch(`${onhand.origin}/`);
    expect((await fetch(link ?? "")).status).toBe(200);
  });

  it("and without the outbox there is no mail, and it says so", async () => {
    const onhand = await start({ MAIL_OUTBOX: "", PUBLIC_URL: "https://stock.shop.example" });
    expect(onhand.output()).toContain("Mail            not configured\n");
    expect((await onhand.fetch("/outbox")).status).toBe(404);
    const health = await onhand.fetch("/health");
    expect([health.status, await health.json()]).toMatchObject([
      200,
      { checks: { mail: null }, missing: ["MAIL or SMTP_URL"] },
    ]);
    const subscribe = await soldOut(onhand);
    expect(await subscribe("somebody@x.example")).toBe(503);
  });

  it("the start says nothing of the server's password", async () => {
    const onhand = await start({ SMTP_URL: "smtps://loam:s3cret%40@mx.example:465" });
    expect(onhand.output()).toContain("Mail            smtps://mx.example:465\n");
    expect(onhand.output()).not.toContain("s3cret");
  });
});
