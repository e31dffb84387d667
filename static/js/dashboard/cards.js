/**
 * Keeps one card for each row, in the order of the rows, without touching cards that stay.
 * @template {{id: number}} Row
 * @template {{element: HTMLElement, update: (row: Row) => void}} Card
 */
export class Cards {
  /** @type {Map<number, Card>} */
  #cards = new Map();

  /** @param {HTMLElement} list @param {HTMLElement} empty what stands there while there is no row @param {(row: Row) => Card} make */
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
    rows.forEach((row, place) => {
      const card = this.#cards.get(row.id) ?? this.make(row);
      this.#cards.set(row.id, card);
      if (this.list.children[place] !== card.element)
        this.list.insertBefore(card.element, this.list.children[place] ?? null);
      card.update(row);
    });
  }

  /** @param {number} id @param {Card} card */
  #remove(id, card) {
    card.element.remove();
    this.#cards.delete(id);
  }
}
