import { CloudflareTransport } from "../../../worker/notify/mail/cloudflare-transport.ts";
import type { OutgoingMail } from "../../../worker/notify/mail/transport.ts";

/** Hands a mail to the binding, and says what came of it. */
export default {
  async fetch(request: Request, env: { MAIL: SendEmail }): Promise<Response> {
    // What the test sends.
    const mail = (await request.json()) as OutgoingMail;
    return Response.json(await new CloudflareTransport(env.MAIL).send(mail));
  },
};
