/** @import { Services } from "../panels.js" */
/** @import { Store } from "../store.js" */
import { Problem } from "../../shared/api.js";
import { Notice } from "../../shared/notice.js";

/** Says when this browser keeps nothing. @param {Store} store @param {HTMLElement} element @param {Services} services */
export function keepProblem(store, element, { keeping }) {
  const notice = new Notice(element);
  store.watch(
    (state) => state.keepProblem,
    (problem) => {
      if (!problem) return notice.clear();
      notice.show(new Problem(problem.sentence, 0), problem.mayHelp ? () => keeping.retry() : null);
    },
  );
}
