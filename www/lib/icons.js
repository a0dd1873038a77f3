// @ts-check
import { svg } from './dom.js';

/** Paths on a grid of 24, drawn as lines. @type {Record<string, string>} */
const PATHS = {
  allowed: 'm5 12.5 4.5 4.5L19 7.5',
  blocked: 'm6.5 6.5 11 11m0-11-11 11',
  undetermined: 'M9 9a3 3 0 1 1 4.3 2.7c-.9.5-1.3 1.1-1.3 2.3m0 3.5v.1',
  failed: 'M12 6v7.5m0 4v.1',
  cancelled: 'M6.5 12h11',
  scanning: 'M12 5a7 7 0 1 1-7 7',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  copied: 'm5 12.5 4.5 4.5L19 7.5',
  download: 'M12 4v11m-4.5-4.5L12 15l4.5-4.5M4 20h16',
  settings: 'M4 7h10m4 0h2M4 17h2m4 0h10M16 4.5v5m-8 5v5',
  close: 'm6 6 12 12M18 6 6 18',
  folder: 'M3 6h6l2 2h10v11H3z',
  archive: 'M4 8h16v12H4zM3 4h18v4H3zm7 8h4',
  file: 'M6 3h8l4 4v14H6zm8 0v4h4',
  chevron: 'm9 6 6 6-6 6',
  back: 'm15 6-6 6 6 6',
  sort: 'm8 10 4-4 4 4M8 14l4 4 4-4',
  ascending: 'm7 14 5-5 5 5',
  descending: 'm7 10 5 5 5-5',
};

/**
 * A decorative icon: the text beside it says the same.
 * @param {string} name
 */
export function icon(name) {
  return svg(
    'svg',
    { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' },
    svg('path', { d: PATHS[name] ?? '' }),
  );
}
