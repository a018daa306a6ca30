import { z } from "@hono/zod-openapi";
import { beforeAll, describe, expect, test } from "vitest";
import type { Problem } from "../../../sdk/index.ts";
import { createApp } from "../../../worker/routes/app.ts";
import { PROBLEM_EXAMPLES } from "../../../worker/routes/problem-examples.ts";
import { type Answer, request } from "../shop.ts";

interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  example?: unknown;
  additionalProperties?: boolean | Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

interface Media {
  content?: Record<string, { schema: Schema; examples?: Record<string, { summary: string; value: Problem }> }>;
}

interface Operation {
  tags?: string[];
  summary?: string;
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[];
  requestBody?: Media & { required?: boolean };
  responses: Record<string, Media & { description: string }>;
}

interface Document {
  openapi: string;
  info: { title: string; version: string };
  security: unknown[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; securitySchemes: Record<string, unknown> };
}

let answer: Answer<Document>;
let document: Document;
let operations: { name: string; method: string; path: string; operation: Operation }[];
beforeAll(async () => {
  answer = await request<Document>("GET", "/openapi.json", { key: null });
  document = answer.body;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method,
      path,
      operation,
    })),
  );
});

/** Every schema below a value, wherever it stands. */
function schemasIn(value: unknown): Schema[] {
  if (typeof value !== "object" || value === null) return [];
  const below = Object.entries(value).flatMap(([key, each]) => (key === "example" ? [] : schemasIn(each)));
  return [value as Schema, ...below];
}

function resolved(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const found = document.components.schemas[schema.$ref.replace("#/components/schemas/", "")];
  if (found === undefined) throw new Error(`There is no ${schema.$ref}`);
  return found;
}

/** The example of a schema, or what those of its parts come to; `undefined`: something of it has none. */
function exampleOf(schema: Schema): unknown {
  const { example, items, properties } = resolved(schema);
  if (example !== undefined) return example;
  if (items !== undefined) {
    const one = exampleOf((items.anyOf ?? [items])[0] ?? {});
    return one === undefined ? undefined : [one];
  }
  if (properties === undefined) return undefined;
  const parts = Object.entries(properties).map(([name, part]) => [name, exampleOf(part)]);
  return parts.some(([, part]) => part === undefined) ? undefined : Object.fromEntries(parts);
}

/** Status, code and example of every problem that a route lists. */
function problemsOf({ responses }: Operation): { status: string; code: string; summary: string; value: Problem }[] {
  return Object.entries(responses).flatMap(([status, { content }]) =>
    Object.entries(content?.["application/problem+json"]?.examples ?? {}).map(([code, example]) => ({
      status,
      code,
      ...example,
    })),
  );
}

/** What of a value a schema does not allow, as far as its structure goes. */
function faults(value: unknown, schema: Schema, at = ""): string[] {
  const {
    type,
    properties = {},
    required = [],
    items,
    additionalProperties,
    anyOf,
    oneOf,
    allOf,
    enum: words,
  } = resolved(schema);
  const choices = anyOf ?? oneOf;
  if (choices !== undefined) {
    return choices.some((choice) => faults(value, choice, at).length === 0) ? [] : [`${at}: fits no choice`];
  }
  const of = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  const types = [type ?? []].flat().map((each) => (each === "integer" ? "number" : each));
  const own = types.length > 0 && !types.includes(of) ? [`${at}: is ${of}`] : [];
  const word = words !== undefined && !words.includes(value) ? [`${at}: is no word of it`] : [];
  const parts = (allOf ?? []).flatMap((part) => faults(value, part, at));
  if (Array.isArray(value)) {
    return [
      ...own,
      ...parts,
      ...value.flatMap((each, index) => (items === undefined ? [] : faults(each, items, `${at}/${index}`))),
    ];
  }
  if (of !== "object") return [...own, ...word, ...parts];
  const fields = Object.entries(value as object);
  const lacking = required
    .filter((key) => !fields.some(([name]) => name === key))
    .map((key) => `${at}/${key}: is lacking`);
  const wrong = fields.flatMap(([key, each]) => {
    const property = properties[key] ?? (typeof additionalProperties === "object" ? additionalProperties : undefined);
    if (property !== undefined) return faults(each, property, `${at}/${key}`);
    return additionalProperties === false ? [`${at}/${key}: is no field`] : [];
  });
  return [...own, ...parts, ...lacking, ...wrong];
}

test("the document is as it was reviewed: a change of the API shows in the change of this file", async () => {
  // Their examples are told apart by the code alone.
  const routes = operations.map(({ name, operation }) => {
    const { responses, ...rest } = operation;
    const answers = Object.entries(responses).filter(([status]) => Number(status) < 400);
    const listed = problemsOf(operation);
    const problems = [...new Set(listed.map(({ status }) => status))].map((status) => {
      const codes = listed.filter((each) => each.status === status).map(({ code }) => code);
      return [status, codes.join(" ")];
    });
    return [name, { ...rest, responses: Object.fromEntries(answers), problems: Object.fromEntries(problems) }];
  });
  const reviewed = { ...document, paths: Object.fromEntries(routes) };
  await expect(`${JSON.stringify(reviewed, null, 2)}\n`).toMatchFileSnapshot("./openapi.json.snap");
});

test("it is an OpenAPI 3.1 document, for anybody to read", () => {
  expect(answer.status).toBe(200);
  expect(document.openapi).toBe("3.1.0");
  expect(document.info).toMatchObject({ title: "Onhand", version: "1" });
  expect(document.security).toEqual([{ key: [] }]);
  expect(document.components.securitySchemes).toEqual({ key: { type: "http", scheme: "bearer" } });
});

test("every route of the Worker is in it", () => {
  const routes = createApp()
    .routes.filter((route) => route.method !== "ALL")
    .map((route) => `${route.method} ${route.path.replaceAll(/:(\w+)/g, "{$1}")}`);
  const pages = [
    ...["GET /", "GET /docs", "GET /docs/rapidoc-min.js", "GET /health", "GET /openapi.json"],
    ...["GET /stock-availability.js", "GET /stock-availability/{part}"],
    ...["GET /outbox", "GET /outbox/{number}{[1-9][0-9]{0,14}}"],
    ...["GET /subscriptions/confirm", "GET /subscriptions/unsubscribe", "POST /subscriptions/unsubscribe"],
  ];
  const documented = operations.map(({ name }) => name);
  expect([...new Set(routes)].filter((route) => !pages.includes(route)).toSorted()).toEqual(documented.toSorted());
  expect(documented.length).toBeGreaterThan(30);
});

test("every route says what it is for, and every answer what it means", () => {
  for (const { name, operation } of operations) {
    expect([name, operation.tags?.length]).toEqual([name, 1]);
    expect(operation.summary, name).toMatch(/^[A-Z].{8,}/);
    for (const [status, { description }] of Object.entries(operation.responses)) {
      expect(description, `${name} ${status}`).not.toBe("");
    }
  }
});

test("every route says which problems it answers with, and what each looks like", () => {
  for (const { name, operation } of operations) {
    const statuses = Object.entries(operation.responses);
    expect(
      statuses.some(([status]) => status.startsWith("2")),
      name,
    ).toBe(true);
    for (const [status, { content }] of statuses) {
      if (Number(status) < 400) continue;
      const { schema, examples = {} } = content?.["application/problem+json"] ?? { schema: {} };
      expect(schema, `${name} ${status}`).toEqual({ $ref: "#/components/schemas/Problem" });
      expect(Object.keys(examples).length, `${name} ${status}`).toBeGreaterThan(0);
    }
    for (const { status, code, summary, value } of problemsOf(operation)) {
      const named = { type: `urn:onhand:problem:${code}`, title: summary, status: Number(status), code };
      expect(value, name).toMatchObject(named);
      expect([name, code, faults(value, { $ref: "#/components/schemas/Problem" })]).toEqual([name, code, []]);
    }
  }
});

test("what a route is refused for because of its path and its request is listed", () => {
  for (const { name, path, operation } of operations) {
    const listed = problemsOf(operation).map(({ status, code }) => `${status} ${code}`);
    const asks = (header: string): boolean =>
      operation.parameters?.some((parameter) => parameter.in === "header" && parameter.name === header) ?? false;
    const isShopper = /^\/v1\/(availability|products|reservations|subscriptions)/.test(path);
    const hasBody = operation.requestBody !== undefined;
    const expected = {
      "400 invalid_request": true,
      "401 unauthenticated": true,
      "500 internal": true,
      "503 unavailable": true,
      "429 rate_limited": isShopper,
      "403 forbidden": !isShopper,
      "503 admin_key_not_configured": path.startsWith("/v1/admin/"),
      "413 body_too_large": hasBody,
      "415 invalid_request": hasBody,
      "400 idempotency_key_missing": asks("idempotency-key"),
      "409 idempotency_mismatch": asks("idempotency-key") && hasBody,
      "412 precondition_failed": asks("if-match"),
    };
    for (const [problem, isExpected] of Object.entries(expected)) {
      expect([name, problem, listed.includes(problem)]).toEqual([name, problem, isExpected]);
    }
  }
});

test("every problem that there is stands at some route, and no other does", () => {
  const listed = operations.flatMap(({ operation }) =>
    problemsOf(operation).map(({ status, code }) => `${status} ${code}`),
  );
  const made = Object.values(PROBLEM_EXAMPLES).map(({ status, code }) => `${status} ${code}`);
  expect([...new Set(listed)].toSorted()).toEqual(made.toSorted());
  const unread = Object.entries(PROBLEM_EXAMPLES).filter(([name, { code }]) => name.split(" ")[0] !== code);
  expect(unread).toEqual([]);
});

test("every route shows what to send and what comes back", () => {
  for (const { name, operation } of operations) {
    const sent = operation.requestBody?.content?.["application/json"]?.schema;
    const answers = Object.entries(operation.responses).filter(([status]) => Number(status) < 300);
    const given = answers.flatMap(([, { content }]) => content?.["application/json"]?.schema ?? []);
    for (const schema of [...(sent === undefined ? [] : [sent]), ...given]) {
      const example = exampleOf(schema);
      expect(example, `${name} ${JSON.stringify(schema)}`).toBeDefined();
      expect([name, faults(example, schema)]).toEqual([name, []]);
    }
  }
});

test("what a route shows to be sent is what it takes", () => {
  for (const definition of createApp().openAPIRegistry.definitions) {
    if (definition.type !== "route") continue;
    const { method, path, request: described } = definition.route;
    const media = described?.body?.content["application/json"];
    if (media === undefined || !("schema" in media) || !(media.schema instanceof z.ZodType)) continue;
    const { requestBody } = document.paths[path]?.[method] ?? {};
    const example = exampleOf(requestBody?.content?.["application/json"]?.schema ?? {});
    expect([method, path, media.schema.safeParse(example).error?.issues]).toEqual([method, path, undefined]);
  }
});

test("paths and their parameters belong together", () => {
  for (const { name, path, operation } of operations) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    const declared = operation.parameters?.filter((parameter) => parameter.in === "path") ?? [];
    expect([name, declared.map((parameter) => parameter.name)]).toEqual([name, inPath]);
    for (const parameter of declared) expect(parameter.required, name).toBe(true);
    const names = operation.parameters?.map((parameter) => `${parameter.in} ${parameter.name}`) ?? [];
    expect(new Set(names).size, name).toBe(names.length);
  }
});

test("a changing POST says that it needs an idempotency key", () => {
  // It reads: an address must not stand in a path.
  const reading = "POST /v1/admin/subscriptions/of-address";
  for (const { name, method, operation } of operations) {
    if (method !== "post" || name === reading) continue;
    const header = operation.parameters?.find((parameter) => parameter.name === "idempotency-key");
    expect(header, name).toMatchObject({ in: "header", required: true });
  }
});

describe("schemas", () => {
  test("refer to what is there", () => {
    for (const { $ref } of schemasIn(document)) {
      if ($ref === undefined) continue;
      expect($ref).toMatch(/^#\/components\/schemas\//);
      expect(resolved({ $ref })).toBeDefined();
    }
  });

  test("are JSON Schema 2020-12 and not the dialect of OpenAPI 3.0", () => {
    const known = ["string", "integer", "number", "boolean", "object", "array", "null"];
    for (const schema of schemasIn(document.components.schemas)) {
      expect(schema).not.toHaveProperty("nullable");
      if (typeof schema.type === "string") expect(known).toContain(schema.type);
      if (Array.isArray(schema.type)) expect(known).toEqual(expect.arrayContaining(schema.type));
    }
  });

  test("require only fields that they have", () => {
    for (const { properties, required } of schemasIn(document.components.schemas)) {
      if (properties === undefined || required === undefined) continue;
      expect(Object.keys(properties)).toEqual(expect.arrayContaining(required));
    }
  });

  test("require what is needed and nothing else", () => {
    const required = Object.fromEntries(
      Object.entries(document.components.schemas).map(([name, schema]) => [name, schema.required ?? []]),
    );
    expect(required).toMatchObject({
      ReservationRequest: ["lines"],
      ReservationChange: ["revision", "lines"],
      ReservationExtension: [],
      Line: ["quantity"],
      OrderRequest: ["id"],
      OrderStateReport: ["state"],
      OrderLinesChange: ["lines"],
      OrderCancellation: [],
      ShipmentRequest: ["id", "lines"],
      ShipmentNote: [],
      ReturnRequest: ["id", "lines"],
      SkuRequest: [],
      PolicySettings: [],
      PolicyPatch: [],
      SettingsPatch: [],
      AdjustRequest: ["delta", "reason"],
      CountRequest: ["onHand"],
      TransferRequest: ["from", "to", "quantity"],
      ReplenishmentRequest: ["quantity"],
      ReceiptRequest: [],
      BulkTransferRequest: ["rows"],
      BulkReplenishmentsRequest: ["rows"],
      BulkReceiptsRequest: ["rows"],
      BulkSkusRequest: ["rows"],
      BulkProductsRequest: ["rows"],
      ProductRequest: ["title", "inventoryMethod"],
      EstimateRequest: [],
      WarehouseRequest: ["name"],
      ChannelRequest: ["name"],
      KeyRequest: ["name", "scopes"],
      Problem: ["type", "title", "status", "detail", "code", "requestId"],
      LineProblem: ["pointer", "code", "detail"],
    });
  });

  test("of requests take no field that they do not have", () => {
    for (const { name, operation } of operations) {
      const schema = operation.requestBody?.content?.["application/json"]?.schema;
      if (schema === undefined) continue;
      expect(operation.requestBody?.required, name).toBe(true);
      expect([name, resolved(schema).additionalProperties]).toEqual([name, false]);
    }
  });

  test("have examples that fit them", () => {
    const examples = Object.entries(document.components.schemas).filter(([, schema]) => schema.example !== undefined);
    expect(examples.length).toBeGreaterThan(15);
    for (const [name, schema] of examples) {
      const { example, ...rest } = schema;
      expect([name, faults(example, rest)]).toEqual([name, []]);
    }
  });

  test("a thing that may be missing is not missing everywhere", () => {
    for (const [name, { type }] of Object.entries(document.components.schemas)) {
      expect([name, [type ?? []].flat()]).not.toEqual([name, expect.arrayContaining(["null"])]);
    }
  });
});
