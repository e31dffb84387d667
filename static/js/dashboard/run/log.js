import { request } from "../../shared/api.js";

const NEAR_PX = 24;

/** The end of a training's log. It scrolls along unless the reader has scrolled up. */
export class RunLog {
  /** @param {HTMLElement} box @param {string} url */
  constructor(box, url) {
    this.box = box;
    this.url = url;
  }

  async read() {
    const text = (await (await request(this.url)).text()).trimEnd();
    if (text === this.box.textContent) return;
    const { scrollHeight, scrollTop, clientHeight } = this.box;
    const follows = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    this.box.textContent = text || "Nothing yet.";
    if (follows) this.box.scrollTop = this.box.scrollHeight;
  }
}
