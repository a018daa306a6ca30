import { afterEach, describe, expect, expectTypeOf, test, vi } from "vitest";
import {
  createAdmin,
  createStorefront,
  createTransport,
  type PublishableKey,
  publishableKey,
  type SecretKey,
  secretKey,
} from "../../../sdk/index.ts";
import { BASE } from "../clients.ts";

const isPage = "document" in globalThis;

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("secretKey", () => {
  test("takes a key from a text, of the form that a deployment chose too", () => {
    expect(secretKey("onh_sk_1")).toBe("onh_sk_1");
    expect(secretKey("chosen by the deployment")).toBe("chosen by the deployment");
  });

  test.each([undefined, "", "onh_pk_1"])(
    "takes none that is not there, or is publishable (%s), and repeats nothing",
    (text) => {
      const take = () => secretKey(text);
      expect(take).toThrow(TypeError);
      expect(take).toThrow("A secret key is wanted");
      expect(take).not.toThrow("onh_pk_1");
    },
  );
});

describe("publishableKey", () => {
  test("takes a key from a text", () => {
    expect(publishableKey("onh_pk_1")).toBe("onh_pk_1");
  });

  test.each([undefined, "", "onh_sk_1", "other"])("takes nothing else (%s), and repeats nothing", (text) => {
    const take = () => publishableKey(text);
    expect(take).toThrow(new TypeError("A publishable key is wanted: it begins with onh_pk_."));
  });
});

describe("createAdmin", () => {
  test.each([undefined, "", "onh_pk_1"])(
    "refuses what is no secret key, whoever passed it by the compiler (%s)",
    (key) => {
      // As a program without types would.
      expect(() => createAdmin({ baseUrl: BASE, key: key as SecretKey })).toThrow("A secret key is wanted");
    },
  );

  test.runIf(isPage)("refuses a secret key on a page, and says why without repeating it", () => {
    const create = () => createAdmin({ baseUrl: BASE, key: "onh_sk_1" });
    expect(create).toThrow(new TypeError("A secret key on a page is everybody's"));
  });

  test.skipIf(isPage)("takes a secret key on a server, and refuses it where there is a document", () => {
    const create = () => createAdmin({ baseUrl: BASE, key: "onh_sk_1" });
    expect(create).not.toThrow();
    vi.stubGlobal("document", {});
    expect(create).toThrow(new TypeError("A secret key on a page is everybody's"));
  });
});

test("a page's client and a transport refuse a secret key on a page too", () => {
  if (!isPage) vi.stubGlobal("document", {});
  // As a program without types would.
  const key = "onh_sk_1" as unknown as PublishableKey;
  expect(() => createStorefront({ baseUrl: BASE, key })).toThrow("A secret key on a page is everybody's");
  expect(() => createTransport({ baseUrl: BASE, key })).toThrow("A secret key on a page is everybody's");
  expect(() => createStorefront({ baseUrl: BASE, key: "onh_pk_1" })).not.toThrow();
});

describe("the compiler", () => {
  test("lets no key into the client of the other kind", () => {
    const never = () => {
      // @ts-expect-error: a publishable key administers nothing.
      createAdmin({ baseUrl: BASE, key: "onh_pk_1" });
      // @ts-expect-error: a text that may be anything.
      createAdmin({ baseUrl: BASE, key: String("onh_sk_1") });
      // @ts-expect-error: without a key.
      createAdmin({ baseUrl: BASE });
      // @ts-expect-error: a secret key has no place on a page.
      createStorefront({ baseUrl: BASE, key: "onh_sk_1" });
      // @ts-expect-error: nor has what may be one.
      createStorefront({ baseUrl: BASE, key: secretKey("onh_sk_1") });
      // @ts-expect-error: and the other way round.
      createAdmin({ baseUrl: BASE, key: publishableKey("onh_pk_1") });
    };
    expect(never).toBeTypeOf("function");
    expectTypeOf<PublishableKey>().not.toExtend<SecretKey>();
    expectTypeOf<SecretKey>().not.toExtend<PublishableKey>();
  });

  test("lets in what secretKey and publishableKey have found to be one", () => {
    expectTypeOf(secretKey("onh_sk_1")).toExtend<Parameters<typeof createAdmin>[0]["key"]>();
    expectTypeOf(publishableKey("onh_pk_1")).toExtend<Parameters<typeof createStorefront>[0]["key"]>();
    expectTypeOf<undefined>().toExtend<Parameters<typeof createStorefront>[0]["key"]>();
  });
});
