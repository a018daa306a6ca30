import { isOnhandError, type Movement } from "../../sdk/index.ts";
import type { CounterView } from "../contract/counter.ts";
import { byId, say } from "./page.ts";
import type { ShopServer } from "./shop-server.ts";

const OPEN_KEY = "loam.counter";
const LOOK_EVERY_MS = 1_000;

/** The drawer behind the counter. It looks at its SKU once a second while it is open and seen, and not at all otherwise. */
export function openCounter(server: ShopServer): void {
  const handle = byId("counter-handle", HTMLButtonElement);
  const drawer = byId("counter-drawer");
  const choice = byId("counter-sku", HTMLSelectElement);
  let shown: CounterView | null = null;
  let newest: number | undefined;
  let looking = new AbortController();

  async function look(): Promise<void> {
    if (drawer.hidden || document.visibilityState === "hidden") return;
    looking.abort();
    looking = new AbortController();
    try {
      show(await server.look(choice.value, looking.signal));
    } catch (error) {
      // The next look comes in a second.
      if (!isOnhandError(error)) throw error;
    }
  }

  function show(view: CounterView): void {
    // What was asked about another SKU, before the choice, is nobody's concern any more.
    if (view.sku !== choice.value) return;
    const isOther = shown?.sku !== view.sku;
    shown = view;
    say(byId("counter-on-hand"), String(view.onHand));
    say(byId("counter-held"), String(view.held));
    say(byId("counter-allocated"), String(view.allocated));
    say(byId("counter-available"), view.available === null ? "∞" : String(view.available));
    say(byId("counter-status"), view.status.replaceAll("_", " "));
    if (view.movements[0]?.sequence !== newest) {
      newest = view.movements[0]?.sequence;
      byId("counter-movements").replaceChildren(...view.movements.map(movementItem));
    }
    if (isOther) byId("counter-counted", HTMLInputElement).value = String(view.onHand);
  }

  function choose(): void {
    shown = null;
    newest = undefined;
    for (const id of ["on-hand", "held", "allocated", "available", "status"]) say(byId(`counter-${id}`), "–");
    byId("counter-movements").replaceChildren();
    say(byId("counter-answer"), "");
    say(byId("counter-shows"), choice.selectedOptions[0]?.dataset.shows ?? "");
    void look();
  }

  function toggle(isOpen: boolean): void {
    drawer.hidden = !isOpen;
    handle.setAttribute("aria-expanded", String(isOpen));
    document.body.classList.toggle("counter-is-open", isOpen);
    sessionStorage.setItem(OPEN_KEY, String(isOpen));
    void look();
  }

  function onSubmit(form: string, act: (data: FormData) => Promise<string>): void {
    byId(form, HTMLFormElement).addEventListener("submit", async (event) => {
      event.preventDefault();
      const data = new FormData(byId(form, HTMLFormElement));
      say(byId("counter-answer"), await answerTo(() => act(data)));
      await look();
    });
  }

  onSubmit("counter-receive", async (data) => {
    const units = Number(data.get("units"));
    const { level } = await server.receive(choice.value, { units });
    return `${units} arrived. ${level.onHand} are on hand now.`;
  });
  onSubmit("counter-count", async (data) => {
    if (shown === null) return "The figures are not here yet.";
    const { movement, level } = await server.count(choice.value, {
      onHand: Number(data.get("onHand")),
      // What stands in the drawer. If goods came or went since, the count is of another shelf, and is refused.
      expected: shown.onHand,
    });
    return movement === null ? "As it was: nothing to correct." : `Corrected. ${level.onHand} are on hand now.`;
  });
  choice.addEventListener("change", choose);
  handle.addEventListener("click", () => toggle(drawer.hidden !== false));
  setInterval(() => void look(), LOOK_EVERY_MS);
  choose();
  toggle(sessionStorage.getItem(OPEN_KEY) === "true");
}

async function answerTo(act: () => Promise<string>): Promise<string> {
  try {
    return await act();
  } catch (error) {
    if (!isOnhandError(error)) throw error;
    if (error.code === "stale_write") {
      return `Not corrected: there are ${error.problem?.errors?.[0]?.current} on hand by now. Count again.`;
    }
    return error.message;
  }
}

function movementItem({ change, figure, after, reason, kind, document: paper, at }: Movement): HTMLLIElement {
  const item = document.createElement("li");
  const units = document.createElement("strong");
  units.textContent = `${change > 0 ? "+" : "−"}${Math.abs(change)}`;
  const text = document.createElement("span");
  text.textContent = `${figure === "onHand" ? "on hand" : "ordered"}, now ${after} · ${reason ?? paper ?? kind}`;
  const time = document.createElement("time");
  time.dateTime = at;
  time.textContent = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" }).format(new Date(at));
  item.append(units, text, time);
  return item;
}
