// @ts-check

/** The predefined entities of XML (Extensible Markup Language 1.0, 4.6). @type {Record<string, string>} */
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * The text of the first element with a name. No parser is needed: the elements read here contain only text.
 * @param {string} xml
 * @param {string} name
 */
export function xmlText(xml, name) {
  const content = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return content?.replace(/&(amp|lt|gt|quot|apos);/g, (_, entity) => ENTITIES[entity] ?? '');
}

/** @param {string} text */
export const escapeXml = (text) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
