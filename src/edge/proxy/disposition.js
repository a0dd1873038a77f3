// @ts-check

/** Characters of a file's name. */
const LONGEST = 255;

/**
 * `Content-Disposition` (RFC 6266) that has a file saved, under the name that another server gave it, written anew.
 * @param {string | null} given
 */
export function attachment(given) {
  const name = nameIn(given ?? '');
  if (!name) return 'attachment';
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*!]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** The name without what could make a path or a line of it. @param {string} header */
function nameIn(header) {
  const [, encoded] = /;\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(header) ?? [];
  const [, quoted, token] =
    /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header) ?? [];
  const name = decoded(encoded) ?? quoted?.replace(/\\(.)/g, '$1') ?? token ?? '';
  const plain = name.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029/\\:]/gu, '_').replace(/^\.+/, '_');
  // By characters, as half of one cannot be encoded.
  return [...plain.trim()].slice(0, LONGEST).join('');
}

/** @param {string | undefined} text */
function decoded(text) {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
