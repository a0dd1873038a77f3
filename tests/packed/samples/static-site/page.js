import { connect } from 'metadefender-wasm';
import { runCase } from '../../behaviour/run-case.js';
import { failureOf } from './failure.js';
import { violations } from './violations.js';

Object.assign(globalThis, {
  runCase,
  violations,
  failure: (options) => failureOf(connect(options)),
});
