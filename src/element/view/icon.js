// @ts-check

const SVG = 'http://www.w3.org/2000/svg';

/** SVG paths on a square of 24. */
const SHAPES = {
  choose: 'M12 16V4m0 0L7.5 8.5M12 4l4.5 4.5M4 15v3a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-3',
  folder: 'M3 19V5h6l2 2.5h10V19zM12 16v-5m0 0l-2.2 2.2M12 11l2.2 2.2',
  kept: 'M6 3h8l4 4v13a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM9 14.5l2 2l4-4.5',
  remove: 'M5 7h14M10 11v6m4-6v6M7 7l1 12a1 1 0 0 0 1 1h6a1 1 0 0 0 1-1l1-12M9 7V4h6v3',
  waiting: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 7.5V12l3 2',
  scanning: 'M12 3a9 9 0 1 1-9 9',
  allowed: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M8 12.3l2.8 2.8L16 9.5',
  blocked: 'M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3zM9 9l6 6m0-6l-6 6',
  undetermined:
    'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M9.6 9.6a2.4 2.4 0 1 1 3.6 2c-.8.5-1.2 1-1.2 2M12 16.6v.1',
  failed: 'M12 4L2.8 20h18.4zM12 10v4.5M12 17.2v.1',
  cancelled: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M8 12h8',
  refused: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M5.7 5.7l12.6 12.6',
};

/** A decorative icon: the text beside it says the same. */
export class Icon {
  element = document.createElementNS(SVG, 'svg');
  #path = document.createElementNS(SVG, 'path');

  /** @param {keyof typeof SHAPES} name */
  constructor(name) {
    this.element.setAttribute('viewBox', '0 0 24 24');
    this.element.setAttribute('aria-hidden', 'true');
    this.element.append(this.#path);
    this.show(name);
  }

  /** @param {keyof typeof SHAPES} name */
  show(name) {
    this.#path.setAttribute('d', SHAPES[name]);
  }
}
