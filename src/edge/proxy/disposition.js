// @ts-check

const MAX_FILENAME_CHARS = 255;

/**
 * A `Content-Disposition` (RFC 6266) that makes the browser save the file. The name comes from MetaDefender's header; it
 * is parsed and written again, so that nothing else of that header is passed on.
 * @param {string | null} given
 */
export function attachment(given) {
  const name = filenameFrom(given ?? '');
  if (!name) return 'attachment';
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*!]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** The file name, without characters that could form a path or a line break. @param {string} header */
function filenameFrom(header) {
  const [, encoded] = /;\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(header) ?? [];
  const [, quoted, token] =
    /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header) ?? [];
  const name = decodeOrUndefined(encoded) ?? quoted?.replace(/\\(.)/g, '$1') ?? token ?? '';
  const plain = name.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029/\\:]/gu, '_').replace(/^\.+/, '_');
  // Cut between characters: half of a surrogate pair cannot be percent-encoded.
  return [...plain.trim()].slice(0, MAX_FILENAME_CHARS).join('');
}

/** @param {string | undefined} text */
function decodeOrUndefined(text) {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
