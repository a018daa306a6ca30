import type { TestServer } from "onhand/testing";
import { type Admin, type ClientOptions, createAdmin, secretKey } from "../../sdk/index.ts";
import type { Line } from "./line.ts";

export const BASE = "https://onhand.test";

/** Of a form that a deployment may choose: keys of the usual one are refused on a page, where these tests run as well. */
export const ADMIN_KEY = secretKey("admin-key-of-these-tests");

/** An admin's client over a line. */
export function adminOver({ fetch }: Pick<Line, "fetch">, options: Partial<Omit<ClientOptions, "key">> = {}): Admin {
  return createAdmin({ baseUrl: BASE, fetch, ...options, key: ADMIN_KEY });
}

/** An admin's client of a test server. Its key is put in on the way, as a page's client would not take it. */
export function adminOf({ admin: { key, fetch, ...rest } }: TestServer): Admin {
  const withKey = (url: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    headers.set("authorization", `Bearer ${key}`);
    return fetch(url, { ...init, headers });
  };
  return createAdmin({ ...rest, fetch: withKey, key: ADMIN_KEY });
}
