// @ts-check
import { Replacer } from './redact.js';

/**
 * One request, when it is known who asks for what.
 * @typedef {object} Visit
 * @property {Request} request
 * @property {URL} url
 * @property {import('../edge.js').HandlerContext} context
 * @property {import('./settings.js').Settings} settings
 * @property {import('./operations.js').Operation} operation
 * @property {string} visitor
 * @property {string} subject the handle or hash in the path, as it was sent
 * @property {import('./handles.js').Opened} [opened] what that handle stands for
 * @property {[id: string, handle: string][]} named MetaDefender's ids in the request, and how the visitor gave them
 * @property {number} expiry of the handles in the answer: that of the one that led to it, if any
 * @property {string} query
 * @property {[string, string][]} headers those that go on
 */

/** Shorter ids are looked for as whole strings only: they could be a part of anything. */
const TELLING = 16;

/**
 * How an answer is rewritten for a visitor: ids become handles, the one that was asked for the very handle by which
 * it was; secrets are struck.
 *
 * @param {Visit} visit
 * @param {import('./handles.js').Scope} scope of what the answer names
 * @returns {import('./rewrite.js').Rules}
 */
export function rulesOf({ settings, visitor, named, expiry, url }, scope) {
  const { handles, mount } = settings;
  const isCloud = settings.api !== 'cluster';
  const given = new Map(named.map(([id, handle]) => [id.toLowerCase(), handle]));
  const part = new Replacer([...settings.struck, ...named.filter(([id]) => id.length >= TELLING)]);
  const text = (/** @type {string} */ said) => given.get(said.toLowerCase()) ?? part.replace(said);

  /** @param {'file' | 'batch'} kind @param {import('./handles.js').Scope} whose */
  const handle = (kind, whose) => (/** @type {string} */ said) => {
    const isNew = handles.isId(said) && !given.has(said.toLowerCase());
    return isNew ? handles.make(kind, { id: said, scope: whose, expiry }, visitor) : text(said);
  };
  const address = async (/** @type {string} */ said) => {
    if (!/^https?:\/\//i.test(said)) return text(said);
    const sealed = await handles.make('address', { id: said, scope, expiry }, visitor);
    return `${url.origin}${mount}/sanitized/${sealed}`;
  };

  return {
    text,
    part,
    member(name) {
      if (isId(name, 'batch_id')) return handle('batch', scope);
      if (isId(name, 'data_id')) return handle('file', scope);
      if (!isCloud) return undefined;
      if (name === 'sanitizedFilePath' || name === 'file_path') return address;
      // Of what may be another visitor's: a newer analysis of the same bytes, all analyses of them.
      return name === 'newer' || name === 'file_id' ? handle('file', 'known') : undefined;
    },
    // It comes back as the visitor sent it, who could have any id made a handle of.
    foreign: (name) => /^(?:engines[-_])?metadata$/.test(name),
  };
}

/** @param {string} name @param {string} kind */
const isId = (name, kind) => name === kind || name.endsWith(`_${kind}`);
