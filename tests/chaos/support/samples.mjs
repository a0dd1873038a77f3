// @ts-check
import { EICAR } from '../../behaviour/reports.js';

/** A harmless text that nobody has scanned before. */
export const cleanText = () => `harmless ${crypto.randomUUID()}`;

/** EICAR as nobody has scanned it before: up to 128 characters, of which the last ones are white space. */
export const eicarText = () =>
  EICAR + Array.from({ length: 50 }, () => (Math.random() < 0.5 ? ' ' : '\t')).join('');
