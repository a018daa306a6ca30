import { html } from "hono/html";
import type { Markup } from "./markup.ts";
import { scene, TABLE } from "./scene.ts";
import { type Profile, turned } from "./turned.ts";

export function winterTeapot(): Markup {
  const belly: Profile = [
    [112, 34],
    [124, 50],
    [148, 62],
    [166, 58],
    [178, 49],
    [TABLE, 34],
  ];
  const lid: Profile = [
    [99, 10],
    [104, 24],
    [113, 34],
  ];
  return scene(72, [
    html`<path class="handle wood-line" stroke-width="8" d="M82 116C74 56 166 56 158 116" />
      <path class="ink" d="M170 134C186 130 192 116 198 108L210 113C205 128 196 158 168 164z" />
      <path class="shade" d="M176 156C196 148 204 128 210 113L204 110.5C198 128 190 146 170 152z" />`,
    turned({ x: 120, profile: belly, glaze: "ink", bare: 2, open: false }),
    turned({ x: 120, profile: lid, glaze: "ink", open: false }),
    html`<circle class="clay" cx="120" cy="94" r="8" />`,
  ]);
}

export function liddedCasserole(): Markup {
  const pot: Profile = [
    [138, 76],
    [156, 76],
    [180, 70],
    [TABLE, 60],
  ];
  const lid: Profile = [
    [106, 16],
    [114, 46],
    [126, 68],
    [137, 79],
  ];
  return scene(86, [
    html`<path class="handle blush-line" stroke-width="12" d="M50 152C30 150 30 172 52 172" />
      <path class="handle blush-line" stroke-width="12" d="M190 152C210 150 210 172 188 172" />`,
    turned({ x: 120, profile: pot, glaze: "blush", bare: 2, open: false }),
    turned({ x: 120, profile: lid, glaze: "blush", open: false }),
    html`<path class="clay" d="M106 104c0-16 28-16 28 0z" />`,
  ]);
}

export function saltCellar(): Markup {
  const jar: Profile = [
    [134, 44],
    [154, 47],
    [172, 45],
    [184, 39],
    [TABLE, 34],
  ];
  const lid: Profile = [
    [122, 46],
    [134, 47],
  ];
  return scene(52, [
    turned({ x: 120, profile: jar, glaze: "chalk", bare: 3, open: false }),
    turned({ x: 120, profile: lid, glaze: "wood", open: false }),
    html`<ellipse class="wood-light" cx="120" cy="122" rx="46" ry="7.5" />
      <circle class="wood" cx="120" cy="115" r="9" />`,
  ]);
}

export function servingBoard(): Markup {
  return scene(50, [
    html`<path
        class="wood"
        d="M84 86C84 74 94 72 104 70C112 68 112 58 112 48C112 36 128 36 128 48C128 58 128 68 136 70C146 72 156 74 156 86V182
          C156 190 152 ${TABLE} 146 ${TABLE}H94C88 ${TABLE} 84 190 84 182z"
      />
      <path class="shade" d="M140 71C149 73 156 76 156 86V182C156 190 152 192 146 192H136C141 192 143 189 143 182z" />
      <circle class="board-hole" cx="120" cy="52" r="4.5" />
      <path class="grain" d="M98 88C96 120 102 150 98 184M112 80C116 110 110 150 114 186M128 84C126 120 132 150 128 186" />`,
  ]);
}

export function sauceBoat(): Markup {
  const foot: Profile = [
    [176, 18],
    [182, 20],
    [TABLE, 32],
  ];
  return scene(50, [
    html`<path class="handle sea-line" stroke-width="10" d="M166 130C200 116 202 164 158 164" />`,
    turned({ x: 122, profile: foot, glaze: "sea", open: false }),
    html`<path class="sea" d="M44 112C62 122 72 124 90 124H172C176 156 152 180 122 180C88 180 70 152 44 112z" />
      <path class="shade" d="M142 124H172C176 156 152 180 122 180C140 172 146 150 142 124z" />
      <path class="sea" d="M44 112C66 116 100 112 132 114C154 115 172 119 172 124C172 130 90 132 84 126C70 125 60 122 44 112z" />
      <path class="inside" d="M44 112C66 116 100 112 132 114C154 115 172 119 172 124C172 130 90 132 84 126C70 125 60 122 44 112z" />`,
  ]);
}

export function springPitcher(): Markup {
  const profile: Profile = [
    [78, 32],
    [96, 28],
    [116, 31],
    [146, 47],
    [168, 47],
    [182, 41],
    [TABLE, 33],
  ];
  return scene(54, [
    html`<path class="handle chalk-line" stroke-width="11" d="M148 92C192 84 190 150 160 152" />`,
    turned({ x: 116, profile, glaze: "chalk", bare: 3 }),
    html`<path class="chalk" d="M88 82C82 78 76 74 70 73C76 83 82 92 89 98z" />
      <path class="stripe" d="M86 118C104 124 130 124 147 118" />`,
  ]);
}

export function summerCarafe(): Markup {
  const profile: Profile = [
    [62, 20],
    [78, 15],
    [98, 15],
    [122, 25],
    [150, 41],
    [176, 42],
    [TABLE, 34],
  ];
  return scene(50, [
    turned({ x: 120, profile, glaze: "sea" }),
    html`<path class="glint" d="M100 134C92 146 88 160 90 176" />`,
  ]);
}
