// @ts-check
import { MetaDefenderError } from 'metadefender-wasm';

/** @typedef {import('./item.js').Item} Item */

/** The key of a function that returns the item itself: proxies return functions unchanged. */
export const ITSELF = Symbol('metadefender-upload.itself');

/** The list that each item is in, or was. @type {WeakMap<Item, object>} */
const owners = new WeakMap();

/**
 * Records the owner of these items.
 * @param {Iterable<Item>} items
 * @param {object} owner
 */
export function claimItems(items, owner) {
  for (const item of items) owners.set(item, owner);
}

/**
 * The item that a page passed, which may be a proxy of it, such as Vue's `reactive` makes.
 * @param {any} given
 * @param {object} owner the list that it has to be in, or to have been in before it was removed
 * @param {string} method that was called
 * @returns {Item}
 */
export function itemItself(given, owner, method) {
  const item = given?.[ITSELF]?.();
  if (item && owners.get(item) === owner) return item;
  const message = `${method}() takes an item of this element, one of its \`items\``;
  throw new MetaDefenderError('invalid-input', message);
}
