// @ts-check
import { copyButton } from '../lib/clipboard.js';
import { h } from '../lib/dom.js';
import { moment, size } from '../lib/format.js';
import { list, object, text } from '../lib/untrusted.js';
import { facts, panel } from './panel.js';

/**
 * The facts about the file, the rule and the analysis.
 * @param {import('metadefender-wasm').Scan} scan
 */
export function fileFacts({ dataId, result }) {
  const file = object(result.file_info);
  const process = object(result.process_info);
  const type = object(result.filetype_info);
  const mismatch = type.is_file_type_mismatch === true && object(type.spoofing_info);
  const outdated = list(process.outdated_data).map(text).join(', ');
  return panel(
    'File and analysis',
    'about',
    facts([
      ['Type', text(file.file_type_description)],
      ['MIME type', text(file.file_type)],
      ['Size', typeof file.file_size === 'number' ? size(file.file_size) : ''],
      ['Name and content', mismatch ? text(mismatch.result_overview) || 'Do not fit' : ''],
      ['Signed by', list(file.signer_infos).map(signer).filter(Boolean).join(', ')],
      ['Rule', text(process.profile)],
      ['Reasons', list(process.blocked_reasons).map(text).join(', ')],
      ['User', text(process.username)],
      ['Received', file.upload_timestamp ? moment(file.upload_timestamp) : ''],
      ['Changed since', outdated],
      ['Data id', dataId ? withCopy(dataId) : ''],
    ]),
  );
}

/** @param {unknown} info */
const signer = (info) => text(object(info).vendor_name);

/** @param {string} dataId */
const withCopy = (dataId) =>
  h(
    'span',
    { class: 'with-copy' },
    h('code', {}, dataId),
    copyButton('the data id', () => dataId),
  );

/**
 * YARA rules that matched.
 * @param {import('metadefender-wasm').AnalysisResult} result
 */
export function yaraPanel(result) {
  const hits = Object.entries(object(object(result.yara).hits));
  if (hits.length === 0) return null;
  return panel(
    'YARA rules that matched',
    'yara',
    facts(
      hits.map(([name, hit]) => [
        name,
        typeof hit === 'string' ? hit : text(object(hit).description) || 'No description',
      ]),
    ),
  );
}
