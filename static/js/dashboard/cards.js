/**
 * @template Row
 * @typedef {{element: HTMLElement, update: (row: Row) => void}} Card
 */

/**
 * Keeps one card for each row, in the order of the rows, without touching cards that stay.
 * @template {{id: number | string}} Row
 */
export class Cards {
  /** @type {Map<Row["id"], Card<Row>>} */
  #cards = new Map();

  /** @param {HTMLElement} list @param {HTMLElement} empty what stands there while there is no row @param {(row: Row) => Card<Row>} make */
  constructor(list, empty, make) {
    this.list = list;
    this.empty = empty;
    this.make = make;
  }

  /** @param {Row[]} rows */
  show(rows) {
    this.empty.hidden = rows.length > 0;
    const ids = new Set(rows.map(({ id }) => id));
    for (const [id, card] of this.#cards) if (!ids.has(id)) this.#remove(id, card);
    for (const [turn, row] of rows.entries()) this.#showRow(row, turn);
  }

  /** @param {Row} row @param {number} turn its turn in the list */
  #showRow(row, turn) {
    const card = this.#cards.get(row.id) ?? this.make(row);
    this.#cards.set(row.id, card);
    const present = this.list.children[turn] ?? null;
    if (present !== card.element) this.list.insertBefore(card.element, present);
    card.update(row);
  }

  /** @param {Row["id"]} id @param {Card<Row>} card */
  #remove(id, card) {
    card.element.remove();
    this.#cards.delete(id);
  }
}
