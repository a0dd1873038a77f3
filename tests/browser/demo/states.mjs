// @ts-check
import { entry, report } from './reports.mjs';

/** Files and their reports by the scripted service. */

const EICAR = String.raw`X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`;

const infected = report({
  name: 'invoice-2026-03.com',
  text: EICAR,
  code: 1,
  label: 'Infected',
  isInfected: true,
  type: 'EICAR virus test files',
});

const clean = report({ name: 'minutes.txt', text: 'Minutes of the meeting.\n' });

const entries = [
  ['contracts/2026/supplier.docx', 'Office Open XML document', 0],
  ['contracts/2026/annex.pdf', 'PDF document', 0],
  ['contracts/invoice.com', 'EICAR virus test files', 1],
  ['photos/site.jpg', 'JPEG image', 0],
  ['photos/backup.zip', 'ZIP archive', 0],
  ['readme.txt', 'ASCII text', 0],
].map(([name, type, code]) =>
  report({
    name: String(name),
    text: `content of ${name}`.repeat(name === 'readme.txt' ? 3 : 400),
    type: String(type),
    code: Number(code),
    label: code ? 'Infected' : 'No Threat Detected',
    isInfected: Boolean(code),
  }),
);

const archive = report({
  name: 'handover.zip',
  text: 'PK, for this test',
  code: 1,
  label: 'Infected',
  type: 'ZIP archive',
  mime: 'application/zip',
  more: {
    extraction_info: { is_encrypted_file: false, err_details: '' },
    extracted_files: {
      files_extracted_count: entries.length,
      files_in_archive: entries.map(entry),
      first_index: 0,
      page_size: 50,
      worst_data_id: entries[2]?.data_id,
    },
  },
});

const sanitised = report({
  name: 'application.docx',
  text: 'a letter of application',
  type: 'Office Open XML document',
  mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  more: {
    process: {
      post_processing: {
        actions_ran: 'Sanitized',
        converted_destination: 'application_sanitized.docx',
        converted_to: 'docx',
        sanitization_details: {
          description: 'Sanitized successfully.',
          result: 'Sanitized',
          details: [
            { action: 'removed', count: 2, object_name: 'macro' },
            { action: 'sanitized', count: 5, object_name: 'hyperlink' },
            { action: 'sanitized', count: 3, object_name: 'image' },
          ],
          sanitized_file_info: {
            file_size: 18_432,
            sha256: 'B5BB9D8014A0F9B1D61E21E796D78DCCDF1352F23CD32812F4850B878AE4944C',
          },
        },
      },
    },
  },
});

const hit = (/** @type {string} */ hit, /** @type {string} */ before) => ({
  ...{ before, hit, after: ', valid thru 12/29.', certainty: 'Very High', certainty_score: 95 },
  ...{ location: 'line 2', severity: 0, tryRedact: true },
});

const sensitive = report({
  name: 'orders.csv',
  text: 'orders',
  code: 20,
  label: 'Sensitive Data Found',
  type: 'CSV text',
  mime: 'text/csv',
  more: {
    dlp_info: {
      certainty: 'Very High',
      errors: {},
      filename: 'orders.redacted.csv',
      hits: {
        ccn: {
          display_name: 'Credit Card Number',
          hits: [hit('4111 1111 1111 1111', 'Order 17 was paid by card ')],
        },
        ssn: {
          display_name: 'Social Security Number',
          hits: [hit('078-05-1120', 'Order 18, customer ')],
        },
      },
      metadata_removal: { result: 'not removed' },
      redact: { result: 'redacted' },
      watermark: { result: 'not added' },
      verdict: 1,
    },
  },
});

export const reports = { infected, clean, archive, sanitised, sensitive };
export const all = [...Object.values(reports), ...entries];

/** The bytes of the files, by their names. */
export const texts = {
  'invoice-2026-03.com': EICAR,
  'minutes.txt': 'Minutes of the meeting.\n',
  'handover.zip': 'PK, for this test',
  'application.docx': 'a letter of application',
  'orders.csv': 'orders',
};
