import { describe, expect, it } from "vitest";
import { readHeader } from "../../../cli/import/column.ts";
import { describeHeaderProblem, type Format, recognise } from "../../../cli/import/recognise.ts";

const OPTIONS = { warehouse: "main" };

function outcome(header: string, wanted: Format | "auto" = "auto") {
  return recognise(readHeader(header.split(",")), wanted, OPTIONS);
}

const VENDURE =
  "name,slug,description,assets,facets,optionGroups,optionValues,sku,price,taxCategory,stockOnHand,trackInventory,variantAssets,variantFacets";

describe("a header is recognised", () => {
  it.each<[Format, string]>([
    ["vendure", VENDURE],
    ["vendure", VENDURE.toUpperCase()],
    ["vendure", "Name,Slug,Option Groups,Option Values,SKU,Stock On Hand"],
    ["vendure", "sku,stockOnHand,name:en,name:de,slug:en,slug:de,optionGroups:en,optionValues:en"],
    ["shopify", "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty"],
    ["shopify", "handle,title,variant sku,variant inventory qty"],
    ["shopify", "Title,URL handle,SKU,Option1 name,Option1 value,Inventory tracker,Inventory quantity"],
    ["plain", "sku,warehouse,on_hand"],
    ["plain", "On Hand,SKU"],
    ["plain", "sku,onHand,backorderLimit"],
    ["plain", "sku,out_of_stock_threshold"],
    ["plain", "sku,on_hand,"],
  ])("as %s: %s", (format, header) => {
    expect(outcome(header)).toMatchObject({ ok: true, format });
  });

  it.each(["sku", "sku,price", "id,quantity", "Handle,Title", "name,slug,sku", "sku,warehouse", ""])(
    "as nothing: %s",
    (header) => {
      const found = outcome(header);
      expect(found).toStrictEqual({ ok: false, problem: { code: "header_unknown" } });
    },
  );

  it("and the sentence for one that is not names every format", () => {
    const text = describeHeaderProblem({ code: "header_unknown" });
    for (const word of ["Vendure", "optionGroups", "Shopify", "Handle", "sku, warehouse, on_hand"]) {
      expect(text).toContain(word);
    }
  });
});

describe("columns that the format does not know", () => {
  it("are reported of a shop's own file, but not those of its format", () => {
    expect(outcome(`${VENDURE},variant:weight,colour`)).toMatchObject({
      ok: true,
      warnings: [{ code: "columns_unused", columns: ["variant:weight", "colour"] }],
    });
    const known = "Google Shopping / MPN,Body (HTML),Unit price base measure,Colour (product.metafields.shop.colour)";
    expect(outcome(`Handle,Title,Variant SKU,Variant Inventory Qty,${known},Shelf`)).toMatchObject({
      ok: true,
      warnings: [{ code: "columns_unused", columns: ["Shelf"] }],
    });
  });

  it("are refused in the plain format: a typing error would be lost", () => {
    const found = outcome("sku,on_hand,backorder_limt");
    expect(found).toStrictEqual({
      ok: false,
      problem: { code: "columns_unknown", format: "plain", columns: ["backorder_limt"] },
    });
    if (!found.ok) expect(describeHeaderProblem(found.problem)).toContain("backorder_limt");
  });
});

describe("a header with a fault", () => {
  it("misses columns of the format that was asked for", () => {
    expect(outcome("sku,on_hand", "vendure")).toStrictEqual({
      ok: false,
      problem: {
        code: "columns_missing",
        format: "vendure",
        columns: ["name", "slug", "optionGroups", "optionValues"],
      },
    });
    expect(outcome("sku,on_hand", "shopify")).toMatchObject({ ok: false, problem: { columns: ["Handle", "Title"] } });
    const found = outcome("Handle,Title", "plain");
    expect(found).toMatchObject({ ok: false, problem: { columns: ["sku", "on_hand"] } });
    if (!found.ok) expect(describeHeaderProblem(found.problem)).toContain("has no sku, on_hand");
  });

  it("has a column twice that would be read", () => {
    const found = outcome("sku,on_hand,On Hand");
    expect(found).toStrictEqual({
      ok: false,
      problem: { code: "columns_repeated", format: "plain", columns: ["onhand"] },
    });
    if (!found.ok) expect(describeHeaderProblem(found.problem)).toContain("more than once");
    expect(outcome("Handle,Title,SKU,Shelf,Shelf")).toMatchObject({ ok: true });
  });

  it("has no figures, or several languages: told as a warning", () => {
    expect(outcome("name:en,name:de,slug:en,optionGroups:en,optionValues:en,sku")).toMatchObject({
      warnings: [
        { code: "no_stock_column", column: "stockOnHand" },
        { code: "language_chosen", column: "name:en" },
      ],
    });
    expect(outcome("Handle,Title,Variant SKU,Shelf")).toMatchObject({
      warnings: [{ code: "no_stock_column" }, { code: "columns_unused", columns: ["Shelf"] }],
    });
  });
});
