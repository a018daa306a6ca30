import type { Environment } from "../environment.ts";

/** The part of a browser's document that is used; the other runtimes have none. */
interface PageDocument {
  readonly hidden: boolean;
  addEventListener(type: "visibilitychange", listener: () => void): void;
  removeEventListener(type: "visibilitychange", listener: () => void): void;
}

// Looked up when it is needed: the types of no one runtime are taken for granted.
const page = (): PageDocument | undefined => (globalThis as { document?: PageDocument }).document;

/** The page that the client runs on, where there is one. */
export const systemPage: Pick<Environment, "isHidden" | "onVisibility"> = {
  isHidden: () => page()?.hidden === true,
  onVisibility(changed) {
    page()?.addEventListener("visibilitychange", changed);
    return () => page()?.removeEventListener("visibilitychange", changed);
  },
};
