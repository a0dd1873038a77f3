// First, so that it observes the other modules.
import { violations } from './violations.js';
import { connect } from 'metadefender-wasm';
import { runCase } from '../../behaviour/run-case.js';
import { failureOf } from './failure.js';

Object.assign(globalThis, {
  runCase,
  violations,
  failure: (options) => failureOf(connect(options)),
});
