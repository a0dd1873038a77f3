import { connect } from 'metadefender-wasm';

Object.assign(globalThis, { chosenSize, scanChosen, scanStream });

/** The size of the file that the user chose. */
function chosenSize() {
  return document.querySelector('input')?.files?.[0]?.size;
}

/** Scans the file that the user chose. @param {string} baseUrl */
async function scanChosen(baseUrl) {
  const file = document.querySelector('input')?.files?.[0];
  if (!file) throw new Error('no file was chosen');
  /** @type {unknown[]} */
  const events = [];
  const scan = await outcome(baseUrl, file, ({ phase, loaded }) =>
    events.push({ phase, loaded, at: performance.now() }),
  );
  return { ...scan, events };
}

/** Scans a stream of unknown length. @param {string} baseUrl @param {string} text */
function scanStream(baseUrl, text) {
  return outcome(baseUrl, new Blob([text]).stream());
}

/**
 * @param {string} baseUrl
 * @param {import('metadefender-wasm').Source} source
 * @param {(progress: import('metadefender-wasm').Progress) => void} [onProgress]
 */
async function outcome(baseUrl, source, onProgress) {
  const metadefender = await connect({ baseUrl });
  try {
    const { verdict, result } = await metadefender.scan(source, { lookup: false, onProgress });
    const { display_name: name, file_size: size } = result.file_info ?? {};
    return { verdict, name, size };
  } catch (error) {
    return { code: error.code };
  }
}
