import type { Plugin } from "miniflare";

/**
 * A miniflare plugin that gives the Worker a listening socket of its own, without a Worker or a Node process before it.
 *
 * Miniflare's option `unsafeDirectSockets` does nearly this, but its sockets take `request.cf` from a request header, so
 * the Worker does not learn the client's address and a client may invent one. On this socket workerd itself fills in
 * `request.cf.clientIp` ("192.0.2.1:50123", "[::1]:50123") from the connection.
 */
const frontSocket: Plugin = {
  // What carries the option is called a binding; the Worker gets none.
  getBindings: () => [],
  getNodeBindings: () => ({}),
  getServices: ({ options }) => {
    for (const binding of Object.values(options.config.env ?? {})) {
      if (binding.type !== frontSocketType || !("dev" in binding)) continue;
      const address: unknown = binding.dev?.options?.address;
      if (typeof address !== "string") throw new TypeError("the front socket needs an address");
      const service = { name: `core:user:${options.config.name}` };
      return { services: [], extensions: [], sockets: [{ name: "front", address, service, http: {} }] };
    }
    return undefined;
  },
};

const frontSocketName = "front-socket";
const frontSocketType = `unsafe:${frontSocketName}`;

/** Read by miniflare, which loads this module by its path. */
export const plugins = { [frontSocketName]: frontSocket };

/** The entry for a worker's `unsafeBindings` that makes it listen on `address` ("host:port"). */
export function frontSocketBinding(address: string) {
  return {
    name: "FRONT_SOCKET",
    type: frontSocketName,
    plugin: { package: import.meta.filename, name: frontSocketName },
    options: { address },
  };
}
