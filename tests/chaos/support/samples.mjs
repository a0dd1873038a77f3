// @ts-check
import { EICAR } from '../../behaviour/reports.js';

/** A harmless text that has not been scanned before. */
export const cleanText = () => `harmless ${crypto.randomUUID()}`;

/** EICAR in a variant that has not been scanned before: up to 128 characters, the last ones white space. */
export const eicarText = () =>
  EICAR + Array.from({ length: 50 }, () => (Math.random() < 0.5 ? ' ' : '\t')).join('');
