// @ts-check

/** By SI, MB is 1000²; by IEC 80000-13, MiB is 1024². */
const SI_PREFIXES = /** @type {const} */ (['', 'k', 'M', 'G', 'T']);
const SIZE_PATTERN = /^\s*(\d+(?:\.\d+)?)\s*(?:([kmgt]?)(i?)b?)?\s*$/i;

/**
 * Parses a size: `1048576`, `25 MB`, `25MiB`. Returns bytes; `undefined` if it is invalid.
 * @param {string | null} text
 */
export function parseSize(text) {
  const [, number, prefix = '', binary] = SIZE_PATTERN.exec(text ?? '') ?? [];
  if (number === undefined) return undefined;
  const power = SI_PREFIXES.findIndex((unit) => unit.toLowerCase() === prefix.toLowerCase());
  return Math.floor(Number(number) * (binary ? 1024 : 1000) ** power);
}

const UNIT_NAMES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

/** Cached: making one takes longer than using it a hundred times. @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/**
 * A size in bytes as a text in this language.
 * @param {number} bytes
 * @param {string} lang
 */
export function formatSize(bytes, lang) {
  const power = Math.min(
    Math.max(Math.floor(Math.log10(bytes || 1) / 3), 0),
    UNIT_NAMES.length - 1,
  );
  const number = bytes / 1000 ** power;
  const maximumFractionDigits = power && number < 100 ? 1 : 0;
  const key = `${lang} ${power} ${maximumFractionDigits}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(lang, {
      style: 'unit',
      unit: UNIT_NAMES[power],
      unitDisplay: power ? 'short' : 'long',
      maximumFractionDigits,
    });
    formats.set(key, format);
  }
  return format.format(number);
}
