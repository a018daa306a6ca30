/** What a key may do. `shopper` is publishable; the others are secret. */
export type Scope = "shopper" | "orders" | "stock" | "admin";

/** A key, without its text: that is shown once, when it is made. */
export interface Key {
  id: string;
  name: string;
  scopes: Scope[];
  createdAt: string;
}

/** A key to be made. */
export interface KeyRequest {
  /** 1 – 64 printable characters; the movements name it as who did it. */
  name: string;
  /** `shopper` stands alone: a publishable key has no other scope. */
  scopes: Scope[];
}

/** The answer to making a key: the only time that its text is shown. */
export interface NewKey extends Key {
  key: string;
}
