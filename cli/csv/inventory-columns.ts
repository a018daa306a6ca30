/** The columns of Shopify's inventory CSV, in the order and spelling of its exports. */
export const INVENTORY_COLUMNS = [
  ...[
    "Handle",
    "Title",
    "Option1 Name",
    "Option1 Value",
    "Option2 Name",
    "Option2 Value",
    "Option3 Name",
    "Option3 Value",
  ],
  ...["SKU", "HS Code", "COO", "Location", "Bin name", "Incoming (not editable)", "Unavailable (not editable)"],
  ...["Committed (not editable)", "Available (not editable)", "On hand (current)", "On hand (new)"],
] as const;

/** What stands instead of a figure where nothing is kept at a location. */
export const NOT_STOCKED = "not stocked";
