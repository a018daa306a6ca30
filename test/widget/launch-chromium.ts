import chromium from "@sparticuz/chromium";

/** Made for functions in a cloud: one process for everything dies as a whole, and without web security CORS is not tested. */
const LEFT_OUT = ["--single-process", "--disable-web-security", "--headless='shell'"];

/** How the browser of the package is started: unpacked once on this machine, and as any user, root included. */
export async function launchChromium(): Promise<{ executablePath: string; args: string[] }> {
  return {
    executablePath: await chromium.executablePath(),
    args: chromium.args.filter((argument) => !LEFT_OUT.includes(argument)),
  };
}
