// @ts-check
import { program } from './program.mjs';

/** A Firefox for the browser tests. */
export const firefox = () =>
  program({
    title: 'Firefox',
    variable: 'FIREFOX',
    names: ['firefox-esr', 'firefox'],
    debian: 'firefox-esr',
  });
