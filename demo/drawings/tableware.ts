import { html } from "hono/html";
import type { Markup } from "./markup.ts";
import { scene, TABLE } from "./scene.ts";
import { type Profile, turned } from "./turned.ts";

const MUG: Profile = [
  [96, 45],
  [124, 46],
  [156, 45],
  [174, 42],
  [TABLE, 33],
];

const BOWL: Profile = [
  [124, 72],
  [142, 69],
  [160, 57],
  [174, 42],
  [183, 34],
  [TABLE, 31],
];

/** A pot's profile drawn smaller, its foot still on the table. */
function scaled(profile: Profile, factor: number, table = TABLE): Profile {
  return profile.map(([y, radius]) => [table - (TABLE - y) * factor, radius * factor]);
}

function mugAt(x: number, glaze: string, factor = 1): Markup {
  const handle = (dx: number, dy: number) => `${x + dx * factor} ${TABLE - (TABLE - dy) * factor}`;
  return html`<path
      class="handle ${glaze}-line"
      stroke-width="${11 * factor}"
      d="M${handle(42, 114)}C${handle(84, 108)} ${handle(82, 168)} ${handle(40, 166)}"
    />
    ${turned({ x, profile: scaled(MUG, factor), glaze, bare: 2 })}`;
}

/** The glaze is the one that is chosen; the style sheet knows. */
export function breakfastMug(): Markup {
  return scene(58, html`<g class="by-size">${mugAt(112, "chosen")}</g>`);
}

export function everydayBowl(): Markup {
  return scene(62, turned({ x: 120, profile: BOWL, glaze: "sage", bare: 3 }));
}

export function dinnerPlate(): Markup {
  const plates = [0, 1, 2, 3].map(
    (index) =>
      html`<ellipse class="plate-edge" cx="120" cy="${176 - index * 13}" rx="86" ry="21" />
        <ellipse class="chalk" cx="120" cy="${172 - index * 13}" rx="86" ry="21" />`,
  );
  return scene(84, [...plates, html`<ellipse class="plate-well" cx="120" cy="135" rx="60" ry="13.5" />`]);
}

export function budVase(): Markup {
  const profile: Profile = [
    [104, 13],
    [118, 9],
    [134, 15],
    [152, 33],
    [166, 38],
    [176, 35],
    [186, 29],
    [TABLE, 24],
  ];
  return scene(40, [
    html`<path class="stem" d="M120 106C119 84 124 62 132 40" />
      <path class="leaf" d="M121 88c-18 0-30-9-33-24c17 0 31 8 33 24z" />
      <path class="leaf" d="M125 68c14-3 26-13 27-29c-16 3-27 13-27 29z" />
      <circle class="blossom" cx="133" cy="36" r="11" />
      <circle class="blossom-heart" cx="133" cy="36" r="4.5" />`,
    turned({ x: 120, profile, glaze: "ink", bare: 3 }),
  ]);
}

export function breakfastForTwo(): Markup {
  return scene(92, [
    mugAt(66, "chalk", 0.66),
    mugAt(150, "chalk", 0.66),
    turned({ x: 108, profile: scaled(BOWL, 0.62, TABLE + 12), glaze: "sage", bare: 3 }),
  ]);
}

export function eggCup(): Markup {
  const profile: Profile = [
    [122, 30],
    [138, 27],
    [152, 15],
    [162, 9],
    [174, 12],
    [184, 24],
    [TABLE, 28],
  ];
  return scene(38, [
    html`<path class="egg" d="M94 124C94 92 106 74 120 74C134 74 146 92 146 124z" />
      <path class="shade" d="M129 124C130 100 129 86 127 76C139 82 146 100 146 124z" />`,
    turned({ x: 120, profile, glaze: "ochre", open: false }),
    html`<path class="pattern" d="M92 134l7 7l7-7l7 7l7-7l7 7l7-7l7 7l7-7" />`,
  ]);
}
