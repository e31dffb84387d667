/** @import { Dataset } from "../client.js" */
/** @import { Histogram } from "./histogram.js" */
import { byId } from "../../shared/dom.js";
import { may } from "../client.js";
import { makeVersion } from "./choice.js";
import { drawHistogram, shareBelow, shown } from "./histogram.js";

/** @param {number} share rounded down, so that no more is promised than there is */
const percent = (share) => `${Math.floor(100 * share + 1e-6)} %`;

/**
 * How the sounds begin and ring, what frame that proposes, and a form to prepare them in one.
 * @param {Dataset} dataset @param {{attack: Histogram, decay: Histogram}} survey @param {string} versionsUrl
 */
export function showFrame(dataset, { attack, decay }, versionsUrl) {
  drawHistogram(byId("attack-figure", HTMLElement), "From the first audible moment to the peak", attack, [
    { name: "now", at: dataset.attack_s, words: `attack now ${shown(dataset.attack_s)}` },
    { name: "proposed", at: attack.proposed_s, words: `proposed ${shown(attack.proposed_s)}` },
  ]);
  const cut = decay.cut
    ? ` ${decay.cut} ${decay.cut === 1 ? "sound ends while it rings" : "sounds end while they ring"}.`
    : "";
  drawHistogram(
    byId("decay-figure", HTMLElement),
    "From the peak until it has fallen by 40 dB",
    { ...decay, why: decay.why + cut },
    [
      {
        name: "now",
        at: dataset.length_s - dataset.attack_s,
        words: `length now ${shown(dataset.length_s)}`,
      },
      {
        name: "proposed",
        at: decay.proposed_s - attack.proposed_s,
        words: `proposed ${shown(decay.proposed_s)}`,
      },
    ],
  );
  if (may("trainer")) listen(dataset, attack, decay, versionsUrl);
}

/** @param {Dataset} dataset @param {Histogram} attack @param {Histogram} decay @param {string} versionsUrl */
function listen(dataset, attack, decay, versionsUrl) {
  const form = byId("frame-form", HTMLFormElement);
  const [attackField, lengthField] = ["attack", "length"].map(
    (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name)),
  );
  if (!attackField || !lengthField) return;
  const problem = /** @type {HTMLElement} */ (form.querySelector(".problem"));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector(".primary"));
  const explain = () => {
    const [attackS, lengthS] = [attackField.valueAsNumber / 1000, lengthField.valueAsNumber / 1000];
    const [begin, ring] = [
      shareBelow(attack.quantiles, attackS),
      shareBelow(decay.quantiles, lengthS - attackS),
    ];
    byId("frame-holds", HTMLElement).textContent =
      `${percent(begin || 0)} of the sounds keep their whole beginning, ${percent(ring || 0)} ring out.`;
  };
  const set = (/** @type {number} */ attackS, /** @type {number} */ lengthS) => {
    attackField.value = String(Math.round(1e4 * attackS) / 10);
    lengthField.value = String(Math.round(1e4 * lengthS) / 10);
    explain();
  };
  set(dataset.attack_s, dataset.length_s);
  form.addEventListener("input", explain);
  byId("frame-proposed", HTMLButtonElement).addEventListener("click", () =>
    set(attack.proposed_s, decay.proposed_s),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = { attack_s: attackField.valueAsNumber / 1000, length_s: lengthField.valueAsNumber / 1000 };
    void makeVersion(versionsUrl, wanted, button, problem);
  });
}
