import { describe, expect, test } from "vitest";
import { adminOver } from "../clients.ts";
import { errorNamed } from "../failures.ts";
import { hurried } from "../fake-environment.ts";
import { answering, broken, line, refusing, unreachable } from "../line.ts";

// What states a thing has no idempotency key: to say it twice is to say it once.

const MUG = { title: "Mug", inventoryMethod: "sku", sku: "MUG" } as const;

describe("a change of settings", () => {
  test("is tried again without a key, the same each time", async () => {
    const { environment } = hurried();
    const made = line([unreachable, broken], answering(200, { revision: 2 }));
    const admin = adminOver(made, { environment });
    expect(await admin.products.put("MUG", MUG)).toEqual({ revision: 2 });
    made.answers.push(answering(503), answering(503));
    expect(await admin.skus.changePolicy("MUG", { set: { published: false } })).toEqual({ revision: 2 });
    expect(made.sent.map(({ method }) => method)).toEqual(["PUT", "PUT", "PUT", "PATCH", "PATCH", "PATCH"]);
    expect(new Set(made.sent.map(({ body }) => body)).size).toBe(2);
    for (const { headers } of made.sent) {
      expect([headers.has("idempotency-key"), headers.has("if-match")]).toEqual([false, false]);
    }
  });

  test.each([unreachable, broken, answering(503), answering(429, null, { "retry-after": "1" })])(
    "from a revision is sent once: a repeat would be refused for what the first attempt did",
    async (answer) => {
      const { environment, waits } = hurried();
      const made = line([answer]);
      const error = await adminOver(made, { environment })
        .products.put("MUG", MUG, { ifMatch: 7 })
        .then(
          () => null,
          (thrown: unknown) => thrown,
        );
      expect(error).toMatchObject({ retryable: true, attempts: 1, idempotencyKey: null });
      expect(made.sent.map(({ headers }) => headers.get("if-match"))).toEqual(['"7"']);
      expect(waits).toEqual([]);
    },
  );

  test("from a revision that is not the one any more is a StaleWriteError", async () => {
    const made = line([refusing("precondition_failed", 412)]);
    const error = await errorNamed(adminOver(made).products.put("MUG", MUG, { ifMatch: 7 }), "StaleWriteError");
    expect(error).toMatchObject({ code: "precondition_failed", status: 412 });
  });
});

describe("a removal", () => {
  test("of what is not there is told at the first attempt", async () => {
    const made = line([refusing("product_not_found", 404)]);
    const error = await errorNamed(adminOver(made).products.remove("MUG"), "NotFoundError");
    expect(error).toMatchObject({ code: "product_not_found", attempts: 1 });
  });

  test.each([unreachable, broken, answering(503)])(
    "of what is not there any more at a later attempt is done: the first one did it",
    async (answer) => {
      const { environment } = hurried();
      const made = line([answer, refusing("product_not_found", 404)]);
      expect(await adminOver(made, { environment }).products.remove("MUG")).toBeUndefined();
      expect(made.sent.map(({ method }) => method)).toEqual(["DELETE", "DELETE"]);
    },
  );

  test("answers with what is being removed where that takes its time, else with nothing", async () => {
    const { environment } = hurried();
    const closing = { code: "east", closing: { goal: "remove" } };
    const made = line([answering(202, closing), answering(204), unreachable, answering(404)]);
    const admin = adminOver(made, { environment });
    expect(await admin.warehouses.remove("east", { moveTo: "main" })).toEqual(closing);
    expect(await admin.warehouses.remove("east")).toBeNull();
    expect(await admin.warehouses.remove("east")).toBeNull();
    expect(made.sent.map(({ path }) => path)).toEqual([
      "/v1/admin/warehouses/east?moveTo=main",
      ...Array(3).fill("/v1/admin/warehouses/east"),
    ]);
  });

  test("from a revision is sent once", async () => {
    const { environment } = hurried();
    const made = line([unreachable]);
    const call = adminOver(made, { environment }).channels.remove("web", { ifMatch: 3 });
    await errorNamed(call, "NetworkError");
    expect(made.sent.map(({ headers }) => headers.get("if-match"))).toEqual(['"3"']);
  });
});
