import { describe, expect, test } from "vitest";
import { createAdmin, createTransport, secretKey } from "../../../sdk/index.ts";
import { errorOf } from "../failures.ts";
import { FakeEnvironment } from "../fake-environment.ts";
import { type Answering, answering, broken, line, refusing, silent, unreachable } from "../line.ts";

// What the client itself says of a call that failed. What `fetch` or the server say is theirs: it stands in `cause` and
// `problem` as they said it.

const SECRETS = {
  key: "key-of-this-test",
  host: "stock.secret.example",
  prefix: "prefix-of-this-test",
  name: "rsv_of_this_test",
  body: "note of this test",
};

const silentForOnce: Answering = (sent) => silent(sent);

describe.each<[string, Answering]>([
  ["is not answered", unreachable],
  ["breaks off", broken],
  ["times out", silentForOnce],
  ["is refused by status alone", answering(403, `<b>${SECRETS.name}</b>`)],
  ["is refused by the server", refusing("order_not_found", 404, { detail: "There is no order with this id." })],
  ["is refused line by line", refusing("insufficient_stock", 409, { errors: [] })],
  ["is sent on", answering(302, null, { location: `https://${SECRETS.host}/${SECRETS.name}` })],
  ["is answered by somebody else", answering(200, SECRETS.body)],
  ["breaks the server", answering(500, SECRETS.key)],
])("a call that %s", (_, answer) => {
  test("has no key, no address, no name and no body in its error", async () => {
    const environment = new FakeEnvironment();
    const admin = createAdmin({
      baseUrl: `https://${SECRETS.host}/${SECRETS.prefix}`,
      key: secretKey(SECRETS.key),
      fetch: line([], answer).fetch,
      environment,
      retries: 0,
    });
    const call = errorOf(admin.orders.cancel(SECRETS.name, { note: SECRETS.body }));
    await environment.advance(60_000);
    const error = await call;
    expect(error.message.length).toBeGreaterThan(5);
    // What a logger makes of it: the fields, message and stack, which names the files of the client alone.
    const { stack, message, name } = error;
    const logged = [JSON.stringify(error), message, name, String(error), stack?.split("\n    at ")[0]].join("\n");
    for (const secret of Object.values(SECRETS)) expect(logged).not.toContain(secret);
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({
      name,
      code: error.code,
      status: error.status,
      attempts: 1,
    });
  });
});

test("options that are refused are not repeated", () => {
  const attempts = [
    () => createTransport({ baseUrl: `https://me:${SECRETS.key}@${SECRETS.host}` }),
    () => createTransport({ baseUrl: `https://${SECRETS.host}`, key: `onh_sk_${SECRETS.key}\n` }),
    () => secretKey(`onh_pk_${SECRETS.key}`),
  ];
  for (const attempt of attempts) {
    let message = "";
    try {
      attempt();
    } catch (error) {
      message = String(error);
    }
    expect(message).toMatch(/^TypeError: ./);
    for (const secret of Object.values(SECRETS)) expect(message).not.toContain(secret);
  }
});
