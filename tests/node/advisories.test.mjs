// @ts-check
// Results of auditors: a finding, a failed request, or another error, which is never mistaken for either.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readCargoDeny, readNpmAudit } from '../../scripts/checks/advisories.mjs';
import { Failure } from '../../scripts/lib/failure.mjs';

describe('npm audit', () => {
  test('has found something, or nothing', () => {
    const report = {
      auditReportVersion: 2,
      vulnerabilities: { a: { name: 'a', severity: 'low', range: '<2.0.0' } },
    };
    assert.deepEqual(readNpmAudit(JSON.stringify(report)), { found: ['a <2.0.0 (low)'] });
    report.vulnerabilities = /** @type {any} */ ({});
    assert.deepEqual(readNpmAudit(JSON.stringify(report)), { found: [] });
  });

  test('could not ask', () => {
    for (const reason of ['405 Method Not Allowed - POST ', 'request to ']) {
      const message = `${reason}https://npm.test/-/npm/v1/security/advisories/bulk`;
      const audit = readNpmAudit(JSON.stringify({ message, error: { summary: '', detail: '' } }));
      assert('unreachable' in audit);
      assert(!audit.unreachable.includes('npm.test'));
    }
  });

  test('failed', () => {
    const noLock = { error: { code: 'ENOLOCK', summary: 'requires an existing lockfile' } };
    for (const output of ['', 'null', '{}', 'npm error', JSON.stringify(noLock)]) {
      assert.throws(() => readNpmAudit(output), Failure);
    }
  });
});

describe('cargo-deny', () => {
  const summary = (/** @type {number} */ errors) =>
    JSON.stringify({ type: 'summary', fields: { advisories: { errors, warnings: 0 } } });
  const log = (/** @type {string} */ message) =>
    JSON.stringify({ type: 'log', fields: { level: 'ERROR', message } });

  test('has found something, or nothing', () => {
    const vulnerability = {
      code: 'vulnerability',
      severity: 'error',
      message: 'Potential segfault in the time crate',
      advisory: { id: 'RUSTSEC-2020-0071', package: 'time' },
      labels: [{ span: 'time 0.1.40 registry+crates' }],
    };
    const diagnostic = JSON.stringify({ type: 'diagnostic', fields: vulnerability });
    assert.deepEqual(readCargoDeny([diagnostic, summary(1)]), {
      found: ['time 0.1.40: RUSTSEC-2020-0071, Potential segfault in the time crate'],
    });
    assert.deepEqual(readCargoDeny([summary(0)]), { found: [] });
  });

  test('could not ask', () => {
    const audit = readCargoDeny([log('failed to fetch advisory database https://db.test')]);
    assert('unreachable' in audit);
  });

  test('failed', () => {
    for (const lines of [[], ['error: no such option'], [log('no manifest')], [summary(1)]]) {
      assert.throws(() => readCargoDeny(lines), Failure);
    }
  });
});
