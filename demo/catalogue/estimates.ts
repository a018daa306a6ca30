import type { EstimateRequest } from "../../sdk/index.ts";

/** The times until goods are there that settings in the catalogue name, by id. */
export const ESTIMATES: Readonly<Record<string, EstimateRequest>> = {
  "loam-next-firing": {
    minDays: 10,
    maxDays: 14,
    text: { en: "In about two weeks, after the next firing", de: "In etwa zwei Wochen, nach dem nächsten Brand" },
  },
  "loam-wooden-lids": {
    minDays: 20,
    maxDays: 30,
    text: { en: "In three to four weeks", de: "In drei bis vier Wochen" },
  },
};
