// @ts-check

/** IEC 80000-13 and SI: MiB is 1024², MB 1000². */
const UNITS = /** @type {const} */ (['', 'k', 'M', 'G', 'T']);
const SIZE = /^\s*(\d+(?:\.\d+)?)\s*(?:([kmgt]?)(i?)b?)?\s*$/i;

/**
 * The bytes that a text means: `1048576`, `25 MB`, `25MiB`; nothing, if it means none.
 * @param {string | null} text
 */
export function bytes(text) {
  const [, number, prefix = '', binary] = SIZE.exec(text ?? '') ?? [];
  if (number === undefined) return undefined;
  const power = UNITS.findIndex((unit) => unit.toLowerCase() === prefix.toLowerCase());
  return Math.floor(Number(number) * (binary ? 1024 : 1000) ** power);
}

const NAMES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

/** Making one takes longer than using it a hundred times. @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/**
 * A size for people, in the words of their language.
 * @param {number} bytes
 * @param {string} lang
 */
export function sizeText(bytes, lang) {
  const power = Math.min(Math.max(Math.floor(Math.log10(bytes || 1) / 3), 0), NAMES.length - 1);
  const number = bytes / 1000 ** power;
  const maximumFractionDigits = power && number < 100 ? 1 : 0;
  const key = `${lang} ${power} ${maximumFractionDigits}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(lang, {
      style: 'unit',
      unit: NAMES[power],
      unitDisplay: power ? 'short' : 'long',
      maximumFractionDigits,
    });
    formats.set(key, format);
  }
  return format.format(number);
}
