import type { Context } from "hono";
import { base64Url, sha256 } from "../objects/slot-number.ts";
import type { AppEnv } from "./app-env.ts";

/**
 * A client's address, hashed: rates and open holds are bounded by it. Only the header that the deployment names is
 * believed (on Cloudflare's network `cf-connecting-ip`, which a client cannot set); without one it is the address that
 * the runtime itself saw at the other end of the connection.
 */
export async function clientOf(context: Context<AppEnv>): Promise<string> {
  const name = context.env.CLIENT_ADDRESS_HEADER;
  const address = name === undefined || name === "" ? peerOf(context.req.raw) : context.req.header(name);
  // A proxy may append to a list: the last entry is the one that it saw itself.
  const last = address?.split(",").at(-1)?.trim() ?? "";
  return base64Url(await sha256(networkOf(last))).slice(0, 22);
}

/** `clientIp` is `1.2.3.4:5678`, `[::1]:5678` or `[::ffff:1.2.3.4]:5678` when Onhand runs by itself. */
function peerOf(request: Request): string | undefined {
  const { clientIp } = (request.cf ?? {}) as { clientIp?: unknown };
  if (typeof clientIp !== "string") return undefined;
  const bracketed = /^\[(?:::ffff:)?([^\]]+)\]/.exec(clientIp)?.[1];
  return bracketed ?? clientIp.replace(/:\d+$/, "");
}

/** An IPv6 client has a whole /64 to itself and could take a new address for each request. */
function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail = ""] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const missing = address.includes("::") ? 8 - groups.length - (tail === "" ? 0 : tail.split(":").length) : 0;
  const zeros: string[] = Array.from({ length: Math.max(0, missing) }, () => "0");
  const all = [...groups, ...zeros, ...(tail === "" ? [] : tail.split(":"))];
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
