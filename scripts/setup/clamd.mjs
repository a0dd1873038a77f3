// @ts-check
import { program } from './program.mjs';

/** ClamAV's daemon. */
export const clamd = () =>
  program({ title: 'clamd', variable: 'CLAMD', names: ['clamd'], debian: 'clamav-daemon' });
