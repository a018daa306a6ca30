/** Stands in for the base class of the runtime (`cloudflare:workers`), which only keeps what it is given. */
export class DurableObject<Bindings> {
  protected readonly ctx: unknown;
  protected readonly env: Bindings;

  constructor(ctx: unknown, env: Bindings) {
    this.ctx = ctx;
    this.env = env;
  }
}
