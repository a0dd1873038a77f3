// First, so that it hears what the others do.
import { violations } from './violations.js';
import { connect } from 'metadefender-wasm';
import { runCase } from '../../behaviour/run-case.js';
import { failureOf } from './failure.js';

Object.assign(globalThis, {
  runCase,
  violations,
  failure: (options) => failureOf(connect(options)),
});
