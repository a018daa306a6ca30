/** What a page says. */
export type PageName =
  | "confirmed"
  | "already_confirmed"
  | "already_told"
  | "unsubscribe"
  | "unsubscribed"
  | "ended"
  | "expired"
  | "replaced"
  | "invalid";

/** The words of a page. `{item}` stands for what is waited for; `unnamed` is said where that is not known. */
export interface PageText {
  title: string;
  text: string;
  unnamed?: string;
}

/** All that the pages behind the links say in one language. */
export interface PageTexts {
  pages: Record<PageName, PageText>;
  /** On the button of the page that asks. */
  unsubscribe: string;
  /** The link to the product's page. */
  toProduct: string;
}
