import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** A mail that arrived. */
export interface ReceivedMail {
  /** As said to the server, beside what stands in the mail itself. */
  sender: string;
  recipient: string;
  /** The bytes between DATA and the dot, without the dots that were stuffed. */
  raw: string;
  parsed: Email;
  /** Who logged in; `null`: nobody did. */
  user: string | null;
  isEncrypted: boolean;
}

/** What a server says instead of yes: a status and its words. */
export type Reply = readonly [code: number, message: string];

/** How the server behaves. What is `undefined` is answered with yes. */
export interface Manner {
  /** Asked for each recipient, with how often it was named before. */
  recipient?: (address: string, times: number) => Reply | undefined;
  /** Asked once the whole mail is there. */
  body?: (address: string, times: number) => Reply | undefined;
  options?: SMTPServerOptions;
  /** Default: any that is free. */
  port?: number;
}

/** A mail server that keeps what it is sent. */
export interface Mailbox {
  readonly port: number;
  readonly received: readonly ReceivedMail[];
  /** Every recipient that was named, accepted or not, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Starts a mail server on this machine. By default it has neither TLS nor accounts. */
export async function openMailbox({ recipient, body, options = {}, port: wanted = 0 }: Manner = {}): Promise<Mailbox> {
  const received: ReceivedMail[] = [];
  const asked: string[] = [];
  const bodies: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    onRcptTo: ({ address }, _, done) => {
      const times = asked.filter((before) => before === address).length;
      asked.push(address);
      done(errorOf(recipient?.(address, times)));
    },
    onData: (stream, session, done) => {
      void buffer(stream).then(async (bytes) => {
        const to = session.envelope.rcptTo.map(({ address }) => address).join();
        const times = bodies.filter((before) => before === to).length;
        bodies.push(to);
        const refusal = errorOf(body?.(to, times));
        if (refusal === undefined) {
          received.push({
            sender: session.envelope.mailFrom === false ? "" : session.envelope.mailFrom.address,
            recipient: to,
            raw: bytes.toString("latin1"),
            parsed: await PostalMime.parse(bytes),
            user: typeof session.user === "string" ? session.user : null,
            isEncrypted: session.secure,
          });
        }
        done(refusal);
      });
    },
    ...options,
  });
  // A client that leaves in the middle is no matter.
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(wanted, "127.0.0.1", resolve));
  // Listening on TCP.
  const { port } = server.server.address() as AddressInfo;
  return { port, received, asked, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

function errorOf(reply: Reply | undefined): Error | undefined {
  if (reply === undefined) return undefined;
  const [responseCode, message] = reply;
  return Object.assign(new Error(message), { responseCode });
}
