// @ts-check

/**
 * A reporter for Node's test runner that writes how many tests passed and failed, as JSON. Skipped and todo tests count
 * as failed.
 * @param {AsyncIterable<{ type: string, data: any }>} events
 */
export default async function* countingReporter(events) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const isTest = data.details?.type !== 'suite' && !isFile(data);
    if (type === 'test:fail') failed += isTest || isFile(data) ? 1 : 0;
    else if (data.skip !== undefined || data.todo !== undefined) failed += 1;
    else if (isTest) passed += 1;
  }
  yield JSON.stringify({ passed, failed });
}

/** A file that could not be loaded or has no tests is reported as if it were one. */
function isFile(/** @type {any} */ { name, nesting, file }) {
  return nesting === 0 && name.endsWith('.test.mjs') && file?.endsWith(name);
}
