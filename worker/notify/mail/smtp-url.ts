/** A server that takes mails, and how it is spoken to. */
export interface SmtpServer {
  /** An IPv6 address in brackets. */
  host: string;
  port: number;
  /**
   * `implicit`: from the first byte (RFC 8314). `starttls`: asked for before anything is said; a server that does not
   * offer it gets no mail. `none`: only on this machine itself.
   */
  tls: "implicit" | "starttls" | "none";
  credentials: { username: string; password: string } | null;
}

const SUBMISSIONS_PORT = 465;
const SUBMISSION_PORT = 587;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

/**
 * The server of `smtps://user:password@host:465` or `smtp://user:password@host:587`; user and password percent-encoded. The
 * ports are the defaults. `null`: the text is no such URL. Without TLS mail goes to loopback alone, where `smtp://` means so.
 */
export function smtpServerOf(text: string): SmtpServer | null {
  const scheme = /^(smtps?):\/\//i.exec(text)?.[1]?.toLowerCase();
  // The URL standard knows no such scheme; hosts are parsed by that of one that it knows.
  const url = scheme === undefined ? null : URL.parse(text.replace(/^smtps?:/i, "https:"));
  if (url === null || url.hostname === "" || url.pathname.length > 1 || url.search !== "" || url.hash !== "")
    return null;
  const tls = scheme === "smtps" ? "implicit" : LOOPBACK.test(url.hostname) ? "none" : "starttls";
  const credentials = credentialsOf(url);
  if (credentials === undefined) return null;
  return { host: url.hostname, port: portOf(text, url, tls), tls, credentials };
}

function portOf(text: string, url: URL, tls: SmtpServer["tls"]): number {
  if (url.port !== "") return Number(url.port);
  // Left out by the parser where it is that of https.
  if (/:443\/?$/.test(text)) return 443;
  return tls === "implicit" ? SUBMISSIONS_PORT : SUBMISSION_PORT;
}

function credentialsOf({ username, password }: URL): SmtpServer["credentials"] | undefined {
  if (username === "") return null;
  try {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    return undefined;
  }
}
