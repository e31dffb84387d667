/** @import { State } from "../state/state.js" */
/** @import { Store } from "../store.js" */
import { Problem } from "../../shared/api.js";
import { Notice } from "../../shared/notice.js";
import { searchOnceMore } from "../state/sample.js";
import { foundHere } from "../state/selectors.js";

/** The sentence names the sample when the report shows another one. @param {State} state @returns {unknown} */
function failureOf(state) {
  const { failure } = state.sample;
  const here = foundHere(state);
  if (!failure || !here || here.file === failure.search.file || !(failure.error instanceof Problem))
    return failure?.error ?? null;
  const { message, status, members } = failure.error;
  return new Problem(`${failure.search.file.name}: ${message}`, status, members);
}

/** Why a sample was not located. @param {Store} store @param {HTMLElement} element */
export function sampleProblem(store, element) {
  const notice = new Notice(element);
  store.watch(
    ({ sample }) => sample.failure,
    () => {
      const error = failureOf(store.get());
      if (!error) return notice.clear();
      notice.show(error, () => store.dispatch(searchOnceMore));
    },
  );
}
