import { Problem } from "../../shared/api.js";
import { byId, make } from "../../shared/dom.js";

/**
 * What stands on the pad while there is no map: nothing yet to play, or nobody who answers.
 * @param {"empty" | unknown} what null clears it
 * @param {() => void} [retry]
 */
export function showPadMessage(what, retry) {
  const box = byId("pad-message", HTMLElement);
  box.hidden = what === null;
  if (what === null) return;
  const dashboard = make("a", { class: "button", href: "/dashboard/" }, "Open the dashboard");
  const again = make("button", { class: "button", type: "button", click: () => retry?.() }, "Try again");
  if (what === "empty")
    box.replaceChildren(
      make("p", {}, "No sounds yet. Train and publish a model, then come back to play it."),
      dashboard,
    );
  else
    box.replaceChildren(
      make(
        "p",
        { role: "alert" },
        what instanceof Problem ? what.message : "The studio could not start. Try again.",
      ),
      again,
    );
}
