// @ts-check
import { EICAR } from '../../behaviour/reports.js';

export { EICAR };
export const VIRUS = { name: 'eicar.com', text: EICAR };

/** A text that nobody knows. @param {string} name */
export function letter(name) {
  const text = Math.random().toString(36).slice(2) + name;
  // In letters, as digits may look like a card number, which the gateway blocks.
  return { name, text: text.replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit))) };
}

/** What a browser takes for a file. @param {{ name: string, text: string }} file */
export function toFile({ name, text }) {
  return { name, mimeType: 'text/plain', buffer: Buffer.from(text) };
}
