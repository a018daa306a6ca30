import { html } from "hono/html";
import type { Markup } from "./markup.ts";
import { scene, TABLE } from "./scene.ts";
import { type Profile, turned } from "./turned.ts";

export function beeswaxTapers(): Markup {
  const tapers = [74, 93, 112, 131, 150, 169].map((x, index) => taper(x, 74 + (index % 2) * 10));
  return scene(66, [
    ...tapers,
    html`<path class="band" d="M64 146h112v18H64z" />
      <path class="shade" d="M140 146h36v18h-36z" />
      <path class="string" d="M64 155h112" />`,
  ]);
}

/** A taper that stands on the table, from `top` down. */
function taper(x: number, top: number, foot = TABLE): Markup {
  return html`<path class="wick" d="M${x} ${top}v-9" />
    <path class="wax" d="M${x - 5} ${top + 3}q5 -6 10 0L${x + 7.5} ${foot}h-15z" />
    <path class="shade" d="M${x + 1.5} ${top + 1}q2 0 3.5 2L${x + 7.5} ${foot}h-5z" />`;
}

export function candleRing(): Markup {
  const candles = [62, 100, 140, 178].map(
    (x, index) =>
      html`${taper(x, 84, 158 + (index === 1 || index === 2 ? 8 : 0))}
        <path class="flame" d="M${x} 56c6 9 5 17 0 18c-5-1-6-9 0-18z" />`,
  );
  return scene(88, [
    html`<ellipse class="sage" cx="120" cy="168" rx="86" ry="24" />
      <ellipse class="ring-hole" cx="120" cy="163" rx="56" ry="12" />`,
    ...candles,
    html`<path class="sage" d="M34 168a86 24 0 0 0 172 0c-10 16-60 16-86 16s-76 0-86-16z" />
      <path class="shade" d="M150 190a86 24 0 0 0 56-22c-8 13-36 15-62 16z" />
      <circle class="berry" cx="82" cy="184" r="4" />
      <circle class="berry" cx="90" cy="187" r="4" />
      <circle class="berry" cx="148" cy="187" r="4" />`,
  ]);
}

export function giftCard(): Markup {
  return scene(62, [
    html`<g transform="rotate(-7 120 140)">
        <rect class="paper-back" x="58" y="98" width="124" height="84" rx="6" />
      </g>
      <g transform="rotate(4 120 140)">
        <rect class="paper" x="56" y="94" width="128" height="86" rx="6" />
        <path class="shade" d="M150 94h28a6 6 0 0 1 6 6v74a6 6 0 0 1 -6 6h-28z" />
        <path class="ribbon" d="M56 132h128v12H56z" />
        <path class="ribbon" d="M118 138C104 118 88 122 92 134C94 140 108 141 118 138z" />
        <path class="ribbon" d="M122 138C136 118 152 122 148 134C146 140 132 141 122 138z" />
        <circle class="ribbon-knot" cx="120" cy="138" r="6" />
      </g>`,
  ]);
}

export function studioSeconds(): Markup {
  const cup: Profile = [
    [110, 24],
    [130, 25],
    [160, 22],
  ];
  return scene(74, [
    turned({ x: 92, profile: cup, glaze: "sage" }),
    turned({ x: 148, profile: cup, glaze: "blush" }),
    turned({ x: 120, profile: cup.map(([y, radius]) => [y + 8, radius]), glaze: "chalk" }),
    html`<path class="wood" d="M52 146h136l-5 46H57z" />
      <path class="shade" d="M150 146h38l-5 46h-35z" />
      <path class="grain" d="M53 160h134M55 176h130" />`,
  ]);
}
