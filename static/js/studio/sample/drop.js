import { byId } from "../../shared/dom.js";

/**
 * A sample dropped anywhere on the page, or chosen with the button.
 * @param {(file: File) => void} onFile
 */
export function acceptSamples(onFile) {
  const veil = byId("drop-veil", HTMLElement);
  const input = byId("file", HTMLInputElement);
  let depth = 0; // dragenter and dragleave fire for every child that is crossed

  /** @param {DragEvent} event */
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files") ?? false;
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
    if (file) onFile(file);
  });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    input.value = ""; // so that the same file can be chosen again
    if (file) onFile(file);
  });
}
