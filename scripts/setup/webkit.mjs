// @ts-check
import { program } from './program.mjs';

/** The driver of WebKitGTK, which comes with its MiniBrowser. */
export const webkitDriver = () =>
  program({
    title: "WebKitGTK's driver",
    variable: 'WEBKIT_DRIVER',
    names: ['WebKitWebDriver'],
    debian: 'webkit2gtk-driver',
  });

/** An X server, as WebKitGTK has no headless mode. */
export const xvfb = () =>
  program({ title: 'Xvfb', variable: 'XVFB', names: ['Xvfb'], debian: 'xvfb' });
