// @ts-check

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** @param {number} bytes */
export function size(bytes) {
  if (bytes === 1) return '1 byte';
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1);
  const number = bytes / 1024 ** power;
  return `${number.toLocaleString('en', { maximumFractionDigits: power && 1 })} ${UNITS[power]}`;
}

/** @param {number} ms */
export function duration(ms) {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/**
 * A kebab-case reason as words.
 * @param {string} reason
 */
export function words(reason) {
  const text = reason.replaceAll('-', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
