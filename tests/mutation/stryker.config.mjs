// @ts-check
// Stryker, by `npm run mutants -- edge`: what decides in front of an origin, with the tests that run in plain Node. Paths are
// relative to the checkout.

export default {
  mutate: [
    'src/edge/proxy/handles.js',
    'src/edge/screen/budget.js',
    'src/edge/screen/multipart/*.js',
    'src/edge/seal.js',
    'src/edge/verdict-signature.js',
    'src/edge/verify.js',
  ],
  testRunner: 'tap',
  tap: {
    testFiles: ['tests/node/edge-*.test.mjs'],
    nodeArgs: [
      '--test-reporter=tap',
      '--import=./tests/mutation/fixed-seed.mjs',
      '--require={{hookFile}}',
      '{{testFile}}',
    ],
  },
  coverageAnalysis: 'perTest',
  concurrency: 1,
  timeoutMS: 20_000,
  // The rest of the checkout is copied, and mutated there. Stryker 9 cannot read a tsconfig.json by TypeScript 7.
  ignorePatterns: [
    '/target',
    '/tests/packed',
    '/docs',
    '/www',
    '/bench',
    '/examples',
    '/tsconfig.json',
  ],
  tempDirName: 'target/mutants/sandbox',
  reporters: ['json', 'progress-append-only'],
  jsonReporter: { fileName: 'target/mutants/edge.json' },
  allowConsoleColors: false,
};
