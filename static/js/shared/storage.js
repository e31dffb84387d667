/** A small preference of this browser; null where there is none or the browser refuses. @param {string} key @returns {string | null} */
export function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps a preference. Where the browser refuses, it says nothing. @param {string} key @param {string} value */
export function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // full or refused: it holds until the page closes
  }
}
