// @ts-check
import { reasonText } from '../reasons.js';
import { formatSize } from '../size.js';
import { element, setText } from './dom.js';
import { Icon } from './icon.js';
import { ListRow } from './list-row.js';
import { displayName, nameParts } from './name.js';
import { statusText } from './texts.js';

/** @typedef {import('../item.js').Item} Item */
/** @typedef {import('../texts.js').Texts} Texts */

const MAX_THREATS = 5;

const ACTIONS = /** @type {const} */ (['cancel', 'retry', 'remove']);

/** The buttons of a row. @typedef {typeof ACTIONS[number]} Action */

/** One file and its state. */
export class Row extends ListRow {
  #item;
  #icon = new Icon('waiting');
  #name = element('bdi', { part: 'name' });
  #size = element('span', { part: 'size' });
  #status = element('span', { part: 'status' });
  #fill = element('div');
  #bar = element('div', { part: 'bar', role: 'progressbar' }, this.#fill);
  #reason = element('span', { part: 'reason' });
  #threats = element('ul', { part: 'threats', role: 'list' });
  /** @type {Record<Action, HTMLButtonElement>} */
  #buttons;
  #content;

  /**
   * @param {Item} item
   * @param {(action: Action, item: Item) => void} onAction
   */
  constructor(item, onAction) {
    super();
    this.#item = item;
    this.#name.append(...nameParts(item.name));
    const button = (/** @type {Action} */ action) =>
      element('button', { part: action, type: 'button', click: () => onAction(action, item) });
    this.#buttons = { cancel: button('cancel'), retry: button('retry'), remove: button('remove') };
    this.#buttons.remove.append(new Icon('remove').element);
    const { cancel, retry, remove } = this.#buttons;
    const head = element('div', { class: 'head' }, this.#name, this.#size);
    const line = element('p', { class: 'line' }, this.#status, ' ', this.#reason);
    this.#content = element('div', { class: 'content' }, head, line);
    const actions = element('div', { class: 'actions' }, cancel, retry, remove);
    this.element.append(this.#icon.element, this.#content, actions);
    this.#name.title = displayName(item.path);
  }

  /** @param {Action} action another one takes the focus if the row does not have it */
  focus(action) {
    const { [action]: button, remove } = this.#buttons;
    (button.hidden ? remove : button).focus();
  }

  /** The button that has the focus. */
  get focusedAction() {
    return ACTIONS.find((action) => this.#buttons[action].matches(':focus')) ?? 'remove';
  }

  /**
   * @param {Texts} texts
   * @param {{ minSize: number, maxSize: number, disabled: boolean }} control
   */
  show(texts, control) {
    const { state, size } = this.#item;
    if (this.element.dataset.state !== state) {
      this.element.dataset.state = state;
      this.element.setAttribute('part', `row ${state}`);
      this.#icon.show(state);
    }
    setText(this.#size, formatSize(size, texts.lang));
    setText(this.#status, statusText(this.#item, texts));
    this.#showProgress(texts);
    setText(this.#reason, reasonText(this.#item, control, texts));
    this.#showThreats(texts);
    this.#showButtons(texts, control.disabled);
  }

  /** @param {Texts} texts */
  #showProgress(texts) {
    const { state, progress } = this.#item;
    if (state !== 'scanning') return this.#bar.remove();
    const percentage = Math.floor(progress?.percentage ?? 0);
    this.#fill.style.setProperty('inline-size', `${percentage}%`);
    this.#bar.setAttribute('aria-label', displayName(this.#item.name));
    this.#bar.setAttribute('aria-valuenow', String(percentage));
    this.#bar.setAttribute('aria-valuetext', statusText(this.#item, texts));
    if (!this.#bar.isConnected) this.#content.append(this.#bar);
  }

  /** @param {Texts} texts */
  #showThreats(texts) {
    const threats = this.#item.scan?.threats ?? [];
    const { threats: label, moreThreats } = texts.messages;
    const lines = threats
      .slice(0, MAX_THREATS)
      .map(({ threat, engine }) => `${threat} (${engine})`);
    const more = threats.length - lines.length;
    if (more > 0) lines.push(texts.plural(moreThreats, more));
    this.#threats.replaceChildren(
      ...lines.map((line) => element('li', {}, element('bdi', {}, line))),
    );
    this.#threats.setAttribute('aria-label', label);
    if (lines.length === 0) this.#threats.remove();
    else if (!this.#threats.isConnected) this.#content.append(this.#threats);
  }

  /**
   * @param {Texts} texts
   * @param {boolean} disabled
   */
  #showButtons(texts, disabled) {
    const { isPending, isRetriable, name } = this.#item;
    const { cancel, retry, remove } = this.#buttons;
    const focused = Object.values(this.#buttons).find((button) => button.matches(':focus'));
    cancel.hidden = !isPending;
    retry.hidden = !isRetriable;
    for (const action of ACTIONS) {
      const button = this.#buttons[action];
      const text = texts.messages[action];
      button.disabled = disabled;
      if (action === 'remove') button.title = text;
      else setText(button, text);
      button.setAttribute(
        'aria-label',
        texts.fill(texts.messages.action, { action: text, name: displayName(name) }),
      );
    }
    // Keep the focus in the row when its button is hidden.
    if (focused?.hidden) (retry.hidden ? remove : retry).focus();
  }
}
