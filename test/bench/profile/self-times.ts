import type { Profile, ProfileNode } from "./inspector.ts";

/** How much of the sampled time was spent in a function itself, without what it calls. */
export interface SelfTime {
  /** Its name, and where it stands, as the caller of `selfTimes` puts it. */
  readonly place: string;
  /** 0 – 1, of all samples but the idle ones. */
  readonly share: number;
  /** The same with what it calls. */
  readonly total: number;
}

const IDLE = "(idle)";

/** The functions in which a profile spent the most time, most first. Those that are put alike count as one. */
export function selfTimes(profile: Profile, put: (frame: ProfileNode["callFrame"]) => string): SelfTime[] {
  const selfUs = new Map<number, number>();
  profile.samples.forEach((node, sample) => {
    selfUs.set(node, (selfUs.get(node) ?? 0) + (profile.timeDeltas[sample] ?? 0));
  });
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const placeOf = (id: number): string => {
    const frame = nodes.get(id)?.callFrame;
    return frame === undefined ? "?" : put(frame);
  };
  const self = new Map<string, number>();
  const total = new Map<string, number>();
  // A function that calls itself counts once: only where it is not above itself already.
  const visit = (id: number, above: ReadonlySet<string>): number => {
    const place = placeOf(id);
    const own = nodes.get(id)?.callFrame.functionName === IDLE ? 0 : (selfUs.get(id) ?? 0);
    self.set(place, (self.get(place) ?? 0) + own);
    const within = new Set(above).add(place);
    let all = own;
    for (const child of nodes.get(id)?.children ?? []) all += visit(child, within);
    if (!above.has(place)) total.set(place, (total.get(place) ?? 0) + all);
    return all;
  };
  const [root] = profile.nodes;
  if (root !== undefined) visit(root.id, new Set());
  const busyUs = [...self.values()].reduce((sum, us) => sum + us, 0);
  return [...self]
    .filter(([, us]) => us > 0)
    .map(([place, us]) => ({ place, share: us / busyUs, total: (total.get(place) ?? 0) / busyUs }))
    .toSorted((one, other) => other.share - one.share);
}
