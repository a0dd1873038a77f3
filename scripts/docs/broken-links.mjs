// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesUnder } from '../lib/fingerprint.mjs';

/**
 * The links in a folder's HTML pages to files or anchors that do not exist.
 * @param {string} folder
 */
export function brokenLinks(folder) {
  const pages = new Map(
    filesUnder(folder, '.')
      .filter((file) => file.endsWith('.html'))
      .map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  );
  const anchors = new Map([...pages].map(([file, html]) => [file, valuesOf(html, 'id')]));
  return [...pages].flatMap(([page, html]) =>
    [...valuesOf(html, 'href')]
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => {
        const [path = '', anchor] = decodeURI(link).split('#');
        const file = path === '' ? page : join(dirname(page), path);
        if (!existsSync(join(folder, file))) return true;
        return Boolean(anchor) && anchors.get(file)?.has(anchor ?? '') === false;
      })
      .map((link) => `${page}: ${link}`),
  );
}

/** The values of an attribute. @param {string} html @param {string} name */
function valuesOf(html, name) {
  return new Set(
    [...html.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map((it) => it[1] ?? ''),
  );
}
