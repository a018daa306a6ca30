import ipaddr from "ipaddr.js";

/**
 * Why nothing may be sent to a URL, or `null`. Only `https:`, and not to an address or a name of this machine, of a private
 * network or of a cloud's metadata service, however it is written. Asked when an endpoint is put, and again at each attempt.
 *
 * What a name resolves to is not seen here (a Worker is not told): a name that resolves into a private network has to be
 * stopped by the network (docs/webhooks.md). `toLoopback`: this machine is allowed, over `http:` too.
 */
export function refusalOfTarget(url: string, toLoopback: boolean): string | null {
  if (!URL.canParse(url)) return "must be a URL";
  const { protocol, hostname, username, password, hash } = new URL(url);
  if (protocol !== "https:" && protocol !== "http:") return "must begin with https://";
  if (username !== "" || password !== "") return "must not have a user name or password";
  if (hash !== "" || url.includes("#")) return "must not have a fragment";
  const host = hostname.replace(/\.+$/, "");
  const isLoopback = isLoopbackHost(host);
  if (protocol === "http:" && !(isLoopback && toLoopback)) return "must begin with https://";
  if (isLoopback) return toLoopback ? null : "must not lead to the machine itself";
  return refusalOfHost(host);
}

/** Beside what the registries of special purposes name: what a cloud's host answers at an address like any other. */
const FORBIDDEN_HOSTS: readonly string[] = ["168.63.129.16"];

/** What of IPv6 is given out at all, and of that a range for documents which the library does not know (RFC 9637). */
const GIVEN_OUT = ipaddr.IPv6.parseCIDR("2000::/3");
const DOCUMENTATION = ipaddr.IPv6.parseCIDR("3fff::/20");

const NOT_PUBLIC = "must lead to a public address";

/** Names that no public zone has, and what follows them. */
const FORBIDDEN_NAMES: readonly string[] = [
  "localhost",
  "localdomain",
  "local",
  "internal",
  "intranet",
  "private",
  "corp",
  "home",
  "lan",
  "home.arpa",
  "metadata.goog",
];

function isLoopbackHost(host: string): boolean {
  if (host === "localhost" || host.endsWith(".localhost")) return true;
  return addressOf(host)?.range() === "loopback";
}

function refusalOfHost(host: string): string | null {
  const address = addressOf(host);
  if (address !== null) return isPublic(address) && !FORBIDDEN_HOSTS.includes(host) ? null : NOT_PUBLIC;
  if (!host.includes(".")) return "must have a full host name";
  const isForbidden = FORBIDDEN_NAMES.some((name) => host === name || host.endsWith(`.${name}`));
  return isForbidden ? "must not lead to a name of a private network" : null;
}

/** The URL parser has brought every spelling (octal, hexadecimal, one number, short) to the usual one. */
function addressOf(host: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const text = host.replace(/^\[|\]$/g, "");
  return ipaddr.isValid(text) ? ipaddr.parse(text) : null;
}

/** IPv6 addresses that carry one of IPv4 are not: nobody has an endpoint there, and they lead wherever that one leads. */
function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== "unicast") return false;
  if (address instanceof ipaddr.IPv4) return true;
  return address.match(GIVEN_OUT) && !address.match(DOCUMENTATION);
}
