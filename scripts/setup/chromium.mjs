// @ts-check
import { program } from './program.mjs';

/** A Chromium for the browser tests. */
export const chromium = () =>
  program({
    title: 'Chromium',
    variable: 'CHROMIUM',
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    debian: 'chromium',
  });
