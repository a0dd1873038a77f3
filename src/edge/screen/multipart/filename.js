// @ts-check

/**
 * The name of a file. Clients write it as `filename`, as `filename*` (RFC 8187), or as both; readers prefer one or the
 * other.
 * @param {Map<string, string>} parameters of Content-Disposition
 * @returns {{ filename?: string } | undefined} `undefined` if two readers could read different names
 */
export function filenameOf(parameters) {
  const known = ['filename', 'filename*'];
  const names = [...parameters.keys()].filter((name) => name.startsWith('filename'));
  // `filename*0`, RFC 2231: few readers know it.
  if (!names.every((name) => known.includes(name))) return undefined;
  // multiparty finds it within another parameter, and prefers it.
  const isWithinName = /filename\*?=/i.test(String(parameters.get('name')));
  if (isWithinName && names.length > 0) return undefined;
  const plain = parameters.get('filename');
  const encoded = parameters.get('filename*');
  if (encoded === undefined) return { filename: plain };
  const filename = decodeExtended(encoded);
  if (filename === undefined) return undefined;
  if (plain !== undefined && !readingsOf(plain).includes(filename)) return undefined;
  return { filename };
}

/**
 * Decodes a value such as `UTF-8''%e2%82%ac.txt`. RFC 8187, 3.2.1: senders have to use UTF-8. A language between the quotes
 * becomes a part of the name in undici.
 * @param {string} value
 */
function decodeExtended(value) {
  const [, encoded] = /^utf-8''([^']*)$/i.exec(value) ?? [];
  return encoded === undefined ? undefined : decodePercents(encoded);
}

/**
 * What clients may mean by a `filename`: what it says, or what it says once it is decoded.
 * @param {string} filename
 */
function readingsOf(filename) {
  const unquoted = filename.replace(/^'(.*)'$/s, '$1').replace(/\\(.)/gs, '$1');
  return [filename, unquoted, decodePercents(filename), decodeWords(filename)];
}

/** @param {string} text @returns {string | undefined} `undefined` if it is no percent-encoded UTF-8 */
function decodePercents(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** An encoded word: charset, encoding, text. RFC 2047, section 2. */
const ENCODED_WORD = /=\?(utf-8)\?([bq])\?([^? ]*)\?=/i;
/** White space between two encoded words is not shown. RFC 2047, 6.2. */
const ENCODED_WORDS = new RegExp(`^${ENCODED_WORD.source}(?:[ \\t]*${ENCODED_WORD.source})*$`, 'i');

/**
 * Decodes encoded words, in which .NET writes what is not ASCII.
 * @param {string} text
 * @returns {string | undefined} `undefined` if it is anything else
 */
function decodeWords(text) {
  if (!ENCODED_WORDS.test(text)) return undefined;
  const words = text.matchAll(new RegExp(ENCODED_WORD, 'gi'));
  try {
    const bytes = [...words].flatMap(([, , encoding = '', encoded = '']) => {
      const binary = /b/i.test(encoding) ? atob(encoded) : decodeQ(encoded);
      return Array.from(binary, (character) => character.charCodeAt(0));
    });
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}

/** RFC 2047, 4.2. @param {string} encoded */
const decodeQ = (encoded) =>
  encoded
    .replaceAll('_', ' ')
    .replace(/=([\da-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
