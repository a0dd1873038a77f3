// @ts-check
import { randomBytes } from '../../in-memory/bytes.js';
import { compare } from '../../measure.js';
import { ANOTHER_BUILD, BARE } from '../../rows.mjs';
import { watchGaps } from './responsive.js';

/** @typedef {import('./element-frame.js').ElementFrame} ElementFrame */
/** @typedef {import('./page.js').Context} Context */

/**
 * The time of the form element to the verdicts of many small files that the service knows: compared to the
 * same scans without an element, and to another build if `--against` names one.
 * @param {Context} context
 */
export async function element({ plan, sink, against }) {
  const files = smallFiles(plan);
  const address = `${sink}/known`;
  const ours = await openFrame('/dist');
  const theirs = against ? await openFrame(against) : undefined;
  const contender = (/** @type {string} */ name, /** @type {() => unknown} */ run) => {
    return { name, files: files.length, run };
  };
  return compare(
    [
      contender('metadefender-wasm', () => ours.toVerdicts(address, files)),
      contender(BARE, () => ours.bareScans(address, files)),
      ...(theirs ? [contender(ANOTHER_BUILD, () => theirs.toVerdicts(address, files))] : []),
    ],
    // Another build may take minutes.
    theirs ? { rounds: 1, warmUps: 0 } : { rounds: plan.longRounds },
  );
}

/** How long the page is blocked meanwhile. @param {Context} context */
export async function elementResponsive({ plan, sink }) {
  const files = smallFiles(plan);
  const frame = await openFrame('/dist');
  const gaps = watchGaps();
  await frame.toVerdicts(`${sink}/known`, files);
  return gaps.end();
}

/** @param {import('../../plan.mjs').Plan} plan */
function smallFiles({ elementFiles, smallFile }) {
  return Array.from(
    { length: elementFiles },
    (_, index) => new File([randomBytes(smallFile)], `file-${index}.bin`),
  );
}

/** @param {string} dist the folder of the build @returns {Promise<ElementFrame>} */
async function openFrame(dist) {
  const iframe = document.createElement('iframe');
  iframe.src = `element-frame.html?${new URLSearchParams({ dist })}`;
  Object.assign(iframe, { width: 800, height: 700 });
  document.body.append(iframe);
  await new Promise((resolve) => iframe.addEventListener('load', resolve));
  const { ready } = /** @type {any} */ (iframe.contentWindow);
  return ready;
}
