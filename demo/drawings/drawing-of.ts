import { beeswaxTapers, candleRing, giftCard, studioSeconds } from "./gifts.ts";
import {
  liddedCasserole,
  saltCellar,
  sauceBoat,
  servingBoard,
  springPitcher,
  summerCarafe,
  winterTeapot,
} from "./kitchenware.ts";
import type { Markup } from "./markup.ts";
import { breakfastForTwo, breakfastMug, budVase, dinnerPlate, eggCup, everydayBowl } from "./tableware.ts";

const DRAWINGS: Readonly<Record<string, () => Markup>> = {
  "breakfast-mug": breakfastMug,
  "everyday-bowl": everydayBowl,
  "dinner-plate": dinnerPlate,
  "bud-vase": budVase,
  "breakfast-for-two": breakfastForTwo,
  "beeswax-tapers": beeswaxTapers,
  "gift-card": giftCard,
  "winter-teapot": winterTeapot,
  "candle-ring": candleRing,
  "spring-pitcher": springPitcher,
  "serving-board": servingBoard,
  "lidded-casserole": liddedCasserole,
  "salt-cellar": saltCellar,
  "sauce-boat": sauceBoat,
  "summer-carafe": summerCarafe,
  "egg-cup": eggCup,
  "studio-seconds": studioSeconds,
};

/** The drawing of a good; nothing for one that has none. */
export function drawingOf(id: string): Markup | "" {
  return DRAWINGS[id]?.() ?? "";
}
