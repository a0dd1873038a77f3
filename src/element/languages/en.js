// @ts-check
import { errors, reasons } from '../sentences.js';

/** @type {import('metadefender-wasm/element').Messages} */
export const english = {
  label: { one: 'Drop a file here', other: 'Drop files here' },
  button: { one: 'Choose a file', other: 'Choose files' },
  directoryButton: 'Choose a folder',
  requiredHint: 'required',
  acceptHint: 'Types: {types}',
  sizeHint: 'up to {size}',
  minSizeHint: 'from {size}',
  totalSizeHint: 'together up to {size}',
  countHint: { one: 'one file', other: 'up to {count} files' },
  list: 'Files',

  states: {
    waiting: 'Waiting',
    allowed: 'Allowed',
    blocked: 'Blocked',
    undetermined: 'Undetermined',
    failed: 'Not checked',
    cancelled: 'Cancelled',
    refused: 'Not accepted',
  },
  phases: {
    start: 'Starting',
    hash: 'Reading',
    lookup: 'Looking up',
    upload: 'Uploading',
    sent: 'Sent, waiting for the answer',
    queue: 'In the queue',
    scan: 'Scanning',
    done: 'Done',
  },
  chooseAgain: 'The page was reloaded: choose this file again to attach it.',
  kept: 'Stored already',
  refusals: {
    type: 'Files of this type are not accepted.',
    size: 'It is larger than {size}.',
    small: 'It is smaller than {size}.',
    empty: 'The file is empty.',
  },
  errors,
  reasons,
  threats: 'Threats',
  moreThreats: { one: 'and {count} more', other: 'and {count} more' },

  cancel: 'Cancel',
  retry: 'Try again',
  remove: 'Remove',
  action: '{action}: {name}',

  summary: { one: '{done} of {count} file checked', other: '{done} of {count} files checked' },
  summaryBlocked: { other: '{count} not allowed' },
  summaryFailed: { other: '{count} not checked' },

  added: { one: '{count} file added', other: '{count} files added' },
  removed: '{name} removed',
  verdict: '{name}: {state}. {reason}',
  onlyOne: {
    one: 'There can be one file only: {count} was left out.',
    other: 'There can be one file only: {count} were left out.',
  },
  tooMany: {
    one: 'There can be {limit} files at most: {count} was left out.',
    other: 'There can be {limit} files at most: {count} were left out.',
  },
  tooLarge: {
    one: 'Together they can have {size} at most: {count} was left out.',
    other: 'Together they can have {size} at most: {count} were left out.',
  },
  duplicates: {
    one: '{count} file is in the list already.',
    other: '{count} files are in the list already.',
  },
  reading: 'Reading the files …',
  held: 'The form is sent as soon as the files are checked.',
  notSent: 'The form was not sent. {reason}',
  noFile: 'There was no file in it.',
  systemFiles: {
    one: '{count} file of the system was left out.',
    other: '{count} files of the system were left out.',
  },
  unreadable: {
    one: '{count} file cannot be read and was left out.',
    other: '{count} files cannot be read and were left out.',
  },

  invalid: {
    missing: { one: 'Please choose a file.', other: 'Please choose at least one file.' },
    scanning: {
      one: 'Please wait: {count} file is still being checked.',
      other: 'Please wait: {count} files are still being checked.',
    },
    state: '“{name}” cannot be sent. {state}: {reason} Please remove it.',
    tooMany: {
      one: 'There can be {limit} files at most: please remove {count}.',
      other: 'There can be {limit} files at most: please remove {count}.',
    },
    tooLarge: 'Together the files can have {size} at most: please remove some.',
    reading: 'Please wait: the files are still being read.',
    stateOnly: '“{name}” cannot be sent: {state}. Please remove it.',
    lost: '“{name}” has to be chosen again, as the page was reloaded.',
  },
};
