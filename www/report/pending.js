// @ts-check
import { h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { OUTCOMES } from '../verdict.js';
import { Timeline } from './timeline.js';

/** @type {Record<import('./phases.js').Phase, string>} */
const DOING = {
  hash: 'The file is hashed here, in your browser.',
  lookup: 'Does anybody know this file already?',
  upload: 'Nobody knows it: its bytes are sent.',
  queue: 'The analysis waits for its turn.',
  scan: 'The engines look at it.',
};

/** A running scan. */
export class PendingView {
  element;
  #timeline;
  #phases;
  #bar = h('progress', { max: 100, value: 0, 'aria-label': 'The whole scan' });
  #share = h('span', { class: 'banner-reason' });
  #doing = h('p', { class: 'banner-meaning' });

  /**
   * @param {import('./model.js').Report} report
   * @param {import('./phases.js').Phases} phases
   * @param {Node} heading
   * @param {() => void} cancel
   */
  constructor(report, phases, heading, cancel) {
    this.#phases = phases;
    this.#timeline = new Timeline(phases);
    const button = h('button', { type: 'button', class: 'button', onclick: cancel }, 'Cancel');
    button.setAttribute('aria-label', `Cancel the scan of ${report.name}`);
    const text = h(
      'div',
      { class: 'banner-text' },
      h('p', { class: 'banner-verdict' }, OUTCOMES.scanning, ' ', this.#share),
      this.#doing,
      this.#bar,
    );
    const seal = h('span', { class: 'seal' }, icon('scanning'));
    const banner = h('div', { class: 'banner', 'data-outcome': 'scanning' }, seal, text, button);
    this.element = h('article', { class: 'report-view' }, heading, banner, this.#timeline.element);
    this.update();
  }

  /** Shows the progress. */
  update() {
    const { percentage, spans } = this.#phases;
    const phase = spans.at(-1)?.phase;
    this.#bar.value = percentage;
    this.#share.textContent = `${Math.floor(percentage)} %`;
    const doing = phase ? DOING[phase] : '';
    if (this.#doing.textContent !== doing) this.#doing.textContent = doing;
    this.#timeline.update();
  }
}
