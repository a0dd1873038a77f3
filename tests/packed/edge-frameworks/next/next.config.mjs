import { resolve } from 'node:path';

/** @type {import('next').NextConfig} */
export default {
  // The packages are beside this app, not in it.
  turbopack: { root: resolve('..') },
};
