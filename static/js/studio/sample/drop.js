/** @import { Store } from "../store.js" */
import { dropped } from "../state/sample.js";

/** @param {DragEvent} event */
const carriesFiles = (event) => event.dataTransfer?.types.includes("Files") ?? false;

/** A sample may be dropped anywhere on the page; the veil says so while it is dragged. @param {Store} store @param {HTMLElement} veil */
export function drop(store, veil) {
  let depth = 0; // dragenter and dragleave fire for every child that is crossed
  const lift = () => {
    depth = 0;
    veil.hidden = true;
  };
  addEventListener("dragenter", (event) => {
    if (!carriesFiles(event)) return;
    depth += 1;
    veil.hidden = false;
  });
  addEventListener("dragleave", () => {
    depth -= 1;
    if (depth <= 0) lift();
  });
  addEventListener("dragover", (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
  addEventListener("drop", (event) => {
    lift();
    if (!event.dataTransfer || !carriesFiles(event)) return;
    event.preventDefault();
    const file = event.dataTransfer.files[0];
    if (file) store.dispatch(dropped, file);
  });
}
