import { SmtpTransport } from "../../../worker/notify/mail/smtp-transport.ts";
import { type SmtpServer, smtpServerOf } from "../../../worker/notify/mail/smtp-url.ts";
import type { OutgoingMail } from "../../../worker/notify/mail/transport.ts";

/** Hands a mail to a server, and says what came of it. */
export default {
  async fetch(request: Request): Promise<Response> {
    // What the test sends.
    const { to, mail } = (await request.json()) as { to: string | SmtpServer; mail: OutgoingMail };
    const server = typeof to === "string" ? smtpServerOf(to) : to;
    if (server === null) return new Response(null, { status: 400 });
    return Response.json(await new SmtpTransport(server).send(mail));
  },
};
