/**
 * A namespace whose objects are far away: a call takes half of the time to get there and half to get back, as between
 * two places of a network. Calls do not wait for each other.
 */
export function delayed<Namespace extends { getByName(name: string): object }>(
  namespace: Namespace,
  latencyMs: number,
): Namespace {
  // Objects are got by name alone, by Onhand and by the minimal Worker.
  return { getByName: (name: string) => delayedStub(namespace.getByName(name), latencyMs) } as Namespace;
}

function delayedStub(stub: object, latencyMs: number): object {
  return new Proxy(stub, {
    get(target, method) {
      return async (...parameters: unknown[]): Promise<unknown> => {
        await scheduler.wait(latencyMs / 2);
        try {
          // A method of the object, whichever it is.
          const called = Reflect.get(target, method) as (...parameters: unknown[]) => Promise<unknown>;
          // Not `called.apply`: of a remote method that would be one more remote method.
          return await Reflect.apply(called, target, parameters);
        } finally {
          await scheduler.wait(latencyMs / 2);
        }
      };
    },
  });
}
