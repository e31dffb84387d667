/**
 * Lets a link to a sound be dragged out to the desktop as a file, where the browser can (Chromium's DownloadURL).
 * Elsewhere the address is dragged, as with any link.
 * @param {HTMLAnchorElement} link with `href` and `download`
 */
export function dragOut(link) {
  link.addEventListener("dragstart", (event) => {
    if (!link.href || !event.dataTransfer) return;
    event.dataTransfer.effectAllowed = "copy";
    event.dataTransfer.setData("DownloadURL", `audio/wav:${link.download}:${link.href}`);
  });
}
