// @ts-check

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];
const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });
const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });

/** A size in powers of 1000, as the element writes it. @param {number} bytes */
export function size(bytes) {
  if (bytes === 1) return '1 byte';
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  const number = bytes / 1000 ** power;
  const maximumFractionDigits = power && number < 100 ? 1 : 0;
  return `${number.toLocaleString('en', { maximumFractionDigits })} ${UNITS[power]}`;
}

/** @param {number} ms */
export function duration(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** The day of a date, or the value itself if it is not a date. @param {unknown} value */
export function date(value) {
  const time = new Date(/** @type {string} */ (value));
  return Number.isNaN(time.getTime()) ? String(value ?? '') : DATE.format(time);
}

/** The time of day. @param {number} time ms since 1970 */
export const hour = (time) => TIME.format(time);

/** Day and time. @param {unknown} value */
export function moment(value) {
  const time = new Date(/** @type {string} */ (value));
  if (Number.isNaN(time.getTime())) return String(value ?? '');
  return `${DATE.format(time)}, ${TIME.format(time)}`;
}

/** A kebab-case reason as words. @param {string} reason */
export function words(reason) {
  const text = reason.replaceAll(/[-_]/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * A number and its noun.
 * @param {number} count
 * @param {string} noun
 * @param {string} [nouns]
 */
export const counted = (count, noun, nouns = `${noun}s`) =>
  `${count.toLocaleString('en')} ${count === 1 ? noun : nouns}`;

/**
 * A name from the server, which may or may not be percent-encoded.
 * @param {unknown} name
 */
export function decodedName(name) {
  if (typeof name !== 'string') return '';
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
