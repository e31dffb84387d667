/** @import { KitOf, Spot } from "./kit.js" */
/** @import { State, Store } from "../store.js" */
import { byId, make } from "../../shared/dom.js";
import { Notice } from "../../shared/notice.js";
import { saveFile } from "../../shared/savefile.js";
import { fetchKit, Kit, MOST } from "./kit.js";
import { PathLayer } from "./path.js";

const HINTS = {
  points: "Walk to a sound and add it, up to 64. All are shaped and saved as set here.",
  path: "Draw on the pad, or walk and add the corners one by one.",
};

/** @param {string} selector @returns {HTMLElement[]} */
const all = (selector) => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(selector))];

/** The panel that gathers a kit and saves it. */
export class KitPanel {
  #kit = new Kit();
  #notice = new Notice("kit-error");
  #add = byId("kit-add", HTMLButtonElement);
  #draw = byId("kit-draw", HTMLButtonElement);
  #list = byId("kit-spots", HTMLElement);
  #count = byId("kit-count", HTMLInputElement);
  #save = byId("kit-save", HTMLButtonElement);
  #status = byId("kit-state", HTMLElement);
  #layer = new PathLayer(
    (corners) => this.#drawn(corners),
    () => this.#show(),
  );
  #busy = false;

  /** @param {Store} store @param {(spot: Spot) => void} onVisit */
  constructor(store, onVisit) {
    this.store = store;
    this.onVisit = onVisit;
    for (const button of all("[data-kit-of]"))
      button.addEventListener("click", () => this.#choose(/** @type {KitOf} */ (button.dataset.kitOf)));
    for (const button of all("[data-kit-layout]"))
      button.addEventListener("click", () => this.#arrange(button.dataset.kitLayout ?? ""));
    this.#add.addEventListener("click", () => this.#change([...this.#kit.spots, spotOf(store.get())]));
    this.#draw.addEventListener("click", () => this.#toggleDrawing());
    this.#count.addEventListener("input", () => this.#setCount());
    this.#count.addEventListener("change", () => (this.#count.value = String(this.#kit.count)));
    this.#save.addEventListener("click", () => void this.#make());
    store.subscribe((state) => {
      if (this.#kit.belongTo(state)) this.#show();
    });
    this.#show();
  }

  /** @param {KitOf} of */
  #choose(of) {
    this.#kit.of = of;
    this.#notice.clear();
    this.#layer.draw(false);
  }

  /** @param {string} layout */
  #arrange(layout) {
    this.#kit.layout = layout;
    this.#notice.clear();
    this.#show();
  }

  #setCount() {
    const count = Math.round(this.#count.valueAsNumber);
    if (count >= 2 && count <= MOST) this.#kit.count = count;
    this.#show();
  }

  #toggleDrawing() {
    this.#layer.draw(!this.#layer.drawing);
    this.#show();
  }

  /** @param {{x: number, y: number}[]} corners */
  #drawn(corners) {
    const { seed } = this.store.get();
    this.#change(corners.map(({ x, y }) => ({ x, y, detail: null, seed })));
  }

  /** @param {Spot[]} spots */
  #change(spots) {
    this.#kit.spots = spots;
    this.#notice.clear();
    this.#show();
  }

  #show() {
    const { of, layout, spots, size, isFull } = this.#kit;
    for (const button of all("[data-kit-of]"))
      button.setAttribute("aria-pressed", String(button.dataset.kitOf === of));
    for (const button of all("[data-kit-layout]"))
      button.setAttribute("aria-pressed", String(button.dataset.kitLayout === layout));
    /** @type {HTMLElement} */ (this.#add.querySelector("span")).textContent =
      of === "points" ? "Add this sound" : "Add this place";
    /** @type {HTMLElement} */ (this.#save.querySelector("span")).textContent = size
      ? `Save kit of ${size}`
      : "Save kit";
    byId("kit-hint", HTMLElement).textContent = this.#layer.drawing
      ? "Draw a line on the pad now; Escape leaves it."
      : HINTS[of];
    byId("kit-hint", HTMLElement).hidden = spots.length > 0 && !this.#layer.drawing;
    byId("kit-count-box", HTMLElement).hidden = of === "points";
    this.#draw.hidden = of === "points";
    this.#draw.setAttribute("aria-pressed", String(this.#layer.drawing));
    this.#add.disabled = isFull;
    this.#save.disabled = size === 0 || this.#busy;
    this.#status.textContent = isFull ? "That is all a kit takes." : "";
    this.#list.hidden = spots.length === 0 || this.#layer.drawing;
    this.#list.replaceChildren(...spots.map((spot, at) => this.#entry(spot, at)));
    this.#layer.show(of === "path" ? spots : [], this.#kit.places);
  }

  /** @param {Spot} spot @param {number} at */
  #entry(spot, at) {
    const where = `${at + 1}, at ${spot.x.toFixed(2)}, ${spot.y.toFixed(2)}`;
    const visit = make(
      "button",
      {
        class: "button bare square",
        type: "button",
        "aria-label": `Hear ${where}`,
        click: () => this.onVisit(spot),
      },
      String(at + 1),
    );
    const remove = make(
      "button",
      {
        class: "button bare square",
        type: "button",
        "aria-label": `Remove ${where}`,
        click: () => this.#remove(at),
      },
      "×",
    );
    for (const button of [visit, remove])
      button.addEventListener("mousedown", (event) => event.preventDefault());
    return make("li", {}, visit, remove);
  }

  /** @param {number} at */
  #remove(at) {
    const focused = this.#list.contains(document.activeElement);
    this.#change(this.#kit.spots.toSpliced(at, 1));
    if (!focused) return;
    const left = this.#list.querySelectorAll("li");
    /** @type {HTMLElement} */ (
      left[Math.min(at, left.length - 1)]?.querySelector("button:last-child") ?? this.#add
    ).focus();
  }

  async #make() {
    const held = [this.#save, this.#notice.button].some((button) => button === document.activeElement);
    this.#busy = true;
    this.#notice.clear();
    this.#show();
    this.#status.textContent = "making the kit…";
    let words = "";
    try {
      const { content, name } = await fetchKit(this.store.get(), this.#kit);
      saveFile(content, name);
      words = attackKept() ? "Saved, without your attack." : "Saved.";
    } catch (error) {
      this.#notice.show(error, () => void this.#make());
    }
    this.#busy = false;
    this.#show();
    this.#status.textContent = words;
    if (held) (words ? this.#save : this.#notice.button).focus(); // a disabled button had let go of it
  }
}

/** An attack that was mixed in here is unknown to the worker that renders a kit. */
const attackKept = () => byId("attack", HTMLElement).getAttribute("aria-pressed") === "true";

/** @param {State} state @returns {Spot} */
const spotOf = ({ x, y, detail, seed }) => ({ x, y, detail, seed });
