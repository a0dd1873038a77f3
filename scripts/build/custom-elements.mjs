// @ts-check
import { Failure } from '../lib/failure.mjs';

/**
 * The Custom Elements Manifest, with which editors complete the tag, from the types and their comments. It relies on
 * prettier's formatting.
 *
 * @param {string} types the text of element.d.ts
 */
export function customElementsManifest(types) {
  const { comment, body } = declaration(types, 'class MetadefenderUpload');
  const attributes = membersOf(declaration(types, 'interface MetadefenderUploadAttributes').body);
  const events = membersOf(declaration(types, 'interface MetadefenderUploadEventMap').body);
  const fields = new Map(attributes.map(({ name }) => [propertyOf(name), name]));
  const element = {
    kind: 'class',
    customElement: true,
    name: 'MetadefenderUpload',
    tagName: 'metadefender-upload',
    description: prose(comment),
    attributes: attributes.map(({ name, type, description }) => {
      return { name, fieldName: propertyOf(name), type, description };
    }),
    events: events.map(({ name, type, description }) => ({ name, type, description })),
    members: membersOf(body).map(({ isMethod, isReadonly, ...member }) => {
      const attribute = fields.get(member.name);
      if (isMethod) return { kind: 'method', name: member.name, description: member.description };
      return {
        kind: 'field',
        ...member,
        ...(isReadonly && { readonly: true }),
        ...(attribute && { attribute, reflects: true }),
      };
    }),
    slots: tagged(comment, 'slot'),
    cssParts: tagged(comment, 'csspart'),
    cssProperties: tagged(comment, 'cssprop'),
    cssStates: tagged(comment, 'cssstate'),
  };
  const reference = { name: element.name, module: 'dist/element.js' };
  const { tagName } = element;
  return {
    schemaVersion: '2.1.0',
    modules: [
      {
        kind: 'javascript-module',
        path: reference.module,
        declarations: [element],
        exports: [
          { kind: 'js', name: element.name, declaration: reference },
          { kind: 'custom-element-definition', name: tagName, declaration: reference },
        ],
      },
    ],
  };
}

/**
 * @param {string} types
 * @param {string} name of a class or an interface
 */
function declaration(types, name) {
  const found = new RegExp(
    `\\n/\\*\\*((?:(?!\\*/)[^])*)\\*/\\nexport ${name}\\b.*\\{\\n([^]*?)\\n\\}\\n`,
  ).exec(types);
  if (!found) throw new Failure(`element.d.ts has no ${name} with a comment`);
  return { comment: String(found[1]), body: String(found[2]) };
}

const MEMBER =
  /^ {2}(?:\/\*\*((?:(?!\*\/)[^])*)\*\/\n {2})?(readonly |get )?'?([\w-]+)'?\??(\(.*\))?: (.+);$/gm;

/** The members that are declared on a single line. @param {string} body */
function membersOf(body) {
  return [...body.matchAll(MEMBER)].map(([, comment = '', modifier, name = '', params, type]) => ({
    name,
    type: { text: String(type) },
    description: prose(comment) || undefined,
    isReadonly: modifier === 'readonly ',
    isMethod: params !== undefined && modifier !== 'get ',
  }));
}

/** The description in a comment, which ends at the first tag. @param {string} comment */
function prose(comment) {
  const text = comment.replace(/^ *\*? ?/gm, '').split(/^@/m)[0] ?? '';
  return text.replace(/\{@link (.+?)\}/g, '`$1`').trim();
}

/** @param {string} comment @param {string} tag */
function tagged(comment, tag) {
  const lines = comment.matchAll(new RegExp(`@${tag} (\\S+) - (.+)`, 'g'));
  return [...lines].map(([, name, description]) => ({ name, description }));
}

/** `max-size` → maxSize. @param {string} attribute */
function propertyOf(attribute) {
  return attribute.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
}
