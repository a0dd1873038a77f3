// @ts-check
import { program } from './program.mjs';

/** What drives WebKitGTK's MiniBrowser, which comes with it. */
export const webkitDriver = () =>
  program({
    title: "WebKitGTK's driver",
    variable: 'WEBKIT_DRIVER',
    names: ['WebKitWebDriver'],
    debian: 'webkit2gtk-driver',
  });

/** A display for it, as it has no headless mode. */
export const xvfb = () =>
  program({ title: 'Xvfb', variable: 'XVFB', names: ['Xvfb'], debian: 'xvfb' });
