import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { StartError } from "./start-error.ts";

/**
 * Checks that `host:port` can be listened on and resolves with the port: the same one, or for port 0 one that was free
 * at this moment. Rejects with a {@link StartError} that says why not.
 */
export function claimablePort(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => reject(new StartError(explain(error, host, port))));
    probe.listen({ host, port, exclusive: true }, () => {
      const address = probe.address();
      const found = typeof address === "object" && address !== null ? address.port : port;
      probe.close(() => resolve(found));
    });
  });
}

/** How long a port may stay taken by a process that has just been ended. */
const RELEASED_WITHIN_MS = 5_000;
const ASKED_EVERY_MS = 50;

/** The same after a process that held the port was ended: its socket goes a moment later than the process. */
export async function releasedPort(host: string, port: number): Promise<number> {
  for (let waitedMs = 0; ; waitedMs += ASKED_EVERY_MS) {
    try {
      return await claimablePort(host, port);
    } catch (error) {
      if (waitedMs >= RELEASED_WITHIN_MS) throw error;
    }
    await sleep(ASKED_EVERY_MS);
  }
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): string {
  switch (error.code) {
    case "EADDRINUSE":
      return `Port ${port} on ${host} is taken. Choose another one with --port.`;
    case "EACCES":
      return `Port ${port} on ${host} may not be used by this user. Choose another one with --port.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `${host} is not an address of this machine. Choose another one with --host.`;
    default:
      return `${host}:${port} cannot be listened on: ${error.message}.`;
  }
}

/** An address as it stands in a URL or a socket name: IPv6 in brackets. */
export function hostAndPort(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** An address of this machine itself that reaches a server which listens on `host`. */
export function reachableHost(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  return host === "::" ? "::1" : host;
}
