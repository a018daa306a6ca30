import { html } from "hono/html";
import type { Markup } from "./markup.ts";

/** Half the outline of a pot, as it stands on the wheel: from the rim down to the foot. */
export type Profile = readonly (readonly [y: number, radius: number])[];

/** A pot that is turned from its profile around `x`. */
export interface Pot {
  readonly x: number;
  readonly profile: Profile;
  /** Name of the glaze; the colours are in the style sheet. */
  readonly glaze: string;
  /** How many points of the profile, the last ones, are bare clay: as far as it was not dipped into the glaze. Default 0. */
  readonly bare?: number;
  /** Whether one can look into it. Default true. */
  readonly open?: boolean;
}

/** How flat the circles look: everything stands on one table, seen from a little above. */
const TILT = 0.16;
/** Where on the round body the shade begins, as a part of the radius. */
const SHADE_FROM = 0.34;

/** Draws a pot: body, bare foot, shade on the side away from the window, and the mouth. */
export function turned({ x, profile, glaze, bare = 0, open = true }: Pot): Markup {
  const rim = profile[0] ?? [0, 0];
  const foot = profile.at(-1) ?? [0, 0];
  const clay = bare === 0 ? "" : html`<path class="clay" d="${outline(x, profile, profile.length - bare)}" />`;
  return html`<g>
    <path class="${glaze}" d="${outline(x, profile)}" />
    ${clay}
    <path class="shade" d="${shade(x, profile)}" />
    ${
      open
        ? html`<ellipse class="${glaze}" cx="${x}" cy="${rim[0]}" rx="${rim[1]}" ry="${round(rim[1] * TILT)}" />
            <ellipse class="inside" cx="${x}" cy="${rim[0]}" rx="${rim[1] - 4}" ry="${round((rim[1] - 4) * TILT)}" />`
        : ""
    }
    <path class="foot" d="M${x - foot[1]} ${foot[0]}a${foot[1]} ${round(foot[1] * TILT)} 0 0 0 ${2 * foot[1]} 0" />
  </g>`;
}

/** The closed outline from a point of the profile down: the right side, round the foot, and up the left side. */
function outline(x: number, profile: Profile, from = 0): string {
  const right = profile.map(([y, radius]): Point => [x + radius, y]);
  const left = profile.map(([y, radius]): Point => [x - radius, y]);
  const [, footRadius] = profile.at(-1) ?? [0, 0];
  const [, topRadius] = profile[from] ?? [0, 0];
  // At the top it goes over the mouth; the edge of a glaze lies on the side that is seen.
  const sweep = from === 0 ? 1 : 0;
  return [
    `M${point(right[from])}`,
    ...curves(right).slice(from),
    `A${footRadius} ${round(footRadius * TILT)} 0 0 1 ${point(left.at(-1))}`,
    ...curves(left.toReversed()).slice(0, profile.length - 1 - from),
    `A${topRadius} ${round(topRadius * TILT)} 0 0 ${sweep} ${point(right[from])}Z`,
  ].join("");
}

function shade(x: number, profile: Profile): string {
  const outer = profile.map(([y, radius]): Point => [x + radius, y]);
  const inner = profile.map(([y, radius]): Point => [x + radius * SHADE_FROM, y]).toReversed();
  const [, footRadius] = profile.at(-1) ?? [0, 0];
  const lift = round(footRadius * TILT);
  const bottom = inner[0] ?? [x, 0];
  return [
    `M${point(outer[0])}`,
    ...curves(outer),
    `Q${point([x + footRadius * 0.8, bottom[1] + lift])} ${point([bottom[0], bottom[1] + lift])}`,
    `L${point(bottom)}`,
    ...curves(inner),
    "Z",
  ].join("");
}

type Point = readonly [x: number, y: number];

/** The curve through all points (Catmull–Rom, written as cubic Béziers), piece by piece. */
function curves(points: readonly Point[]): string[] {
  return points.slice(1).map((to, index) => {
    const from = points[index] ?? to;
    const before = points[index - 1] ?? from;
    const after = points[index + 2] ?? to;
    const first: Point = [from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6];
    const second: Point = [to[0] - (after[0] - from[0]) / 6, to[1] - (after[1] - from[1]) / 6];
    return `C${point(first)} ${point(second)} ${point(to)}`;
  });
}

function point(at: Point | undefined): string {
  return at === undefined ? "" : `${round(at[0])} ${round(at[1])}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
