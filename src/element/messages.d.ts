import type { ErrorCode } from './error.js';
import type { UploadState } from './element.js';

/**
 * A text by the plural form of its number, as `Intl.PluralRules` names it: English has `one` and
 * `other`.
 */
export type Plural = {
  /** For every number that no other form is for. */
  other: string;
} & Partial<Record<Intl.LDMLPluralRule, string>>;

/** The texts of the element. What stands in braces is replaced, where the comment names it. */
export interface Messages {
  /** Invites to drop: one file, or (`other`) several. */
  label: Plural;
  /** The button that opens the browser's dialog: for one file, or (`other`) several. */
  button: Plural;
  /** The button that opens the browser's dialog for a folder. */
  directoryButton: string;
  /** Beside the button, where a file is required. */
  requiredHint: string;
  /** Beside the button, where files are limited: `{types}`. */
  acceptHint: string;
  /** Beside the button, how large a file may be: `{size}`. */
  sizeHint: string;
  /** Beside the button, how large a file has to be: `{size}`. */
  minSizeHint: string;
  /** Beside the button, how large all files may be together: `{size}`. */
  totalSizeHint: string;
  /** Beside the button, how many files there may be: `{count}`. */
  countHint: Plural;
  /** Names the list of files. */
  list: string;

  /** The states of a file, but for `scanning`. */
  states: Record<Exclude<UploadState, 'scanning'>, string>;
  /** The phases of the state `scanning`. */
  phases: {
    /** Before the first progress. */
    start: string;
    /** The file is hashed. */
    hash: string;
    /** The service is asked whether it knows the hash. */
    lookup: string;
    /** The file is sent. */
    upload: string;
    /** All bytes are under way, and the server has not answered. */
    sent: string;
    /** The analysis waits for its turn. */
    queue: string;
    /** The analysis goes on. */
    scan: string;
    /** The result is there. */
    done: string;
  };
  /** The file was lost by a reload. */
  chooseAgain: string;
  /** The server has the file already. */
  kept: string;
  /** Why a file was refused. */
  refusals: {
    /** It is not of a type in `accept`. */
    type: string;
    /** It is over `max-size`: `{size}`. */
    size: string;
    /** It is under `min-size`: `{size}`. */
    small: string;
    /** It has no bytes. */
    empty: string;
  };
  /** Why a scan failed, by the code of the error. */
  errors: Partial<Record<ErrorCode, string>> & {
    /** For codes that are not named. */
    other: string;
  };
  /** `Scan.reason` in words; one that is not named is shown with its hyphens as spaces. */
  reasons: Record<string, string>;
  /** Names the list of threats. */
  threats: string;
  /** `{count}` more threats than are shown. */
  moreThreats: Plural;

  /** The button that ends a scan. */
  cancel: string;
  /** The button that scans a file again. */
  retry: string;
  /** The button that takes a file out. */
  remove: string;
  /** What an assistive technology says of the buttons of a row: `{action}`, `{name}`. */
  action: string;

  /** `{done}` of `{count}` files are checked. */
  summary: Plural;
  /** Of them, `{count}` are blocked, undetermined or refused. */
  summaryBlocked: Plural;
  /** Of them, `{count}` failed. */
  summaryFailed: Plural;

  /** `{count}` files were added. */
  added: Plural;
  /** `{name}` was taken out. */
  removed: string;
  /** A verdict: `{name}`, `{state}`, `{reason}`. */
  verdict: string;
  /** `{count}` files were left out, as there may be only one. */
  onlyOne: Plural;
  /** `{count}` files were left out, as there may be only `{limit}`. */
  tooMany: Plural;
  /** `{count}` files were left out, as all together may only have `{size}`. */
  tooLarge: Plural;
  /** `{count}` files are in the list already. */
  duplicates: Plural;
  /** What was dropped is being read. */
  reading: string;
  /** A submission waits for the files (`submit-when-done`). */
  held: string;
  /** It was not sent after all: `{reason}`. */
  notSent: string;
  /** What was dropped or pasted holds no file. */
  noFile: string;
  /** `{count}` files that the system left in a folder, such as `.DS_Store`, were left out. */
  systemFiles: Plural;
  /** `{count}` files of a folder cannot be read. */
  unreadable: Plural;

  /** Why the form cannot be submitted. */
  invalid: {
    /** There is no file, and one is required: one, or (`other`) at least one. */
    missing: Plural;
    /** `{count}` files are being scanned. */
    scanning: Plural;
    /** `{name}` is in a state that is not allowed; `{state}`, `{reason}`. */
    state: string;
    /** The same, where the state is reason enough. */
    stateOnly: string;
    /** There are `{count}` files more than `{limit}`. */
    tooMany: Plural;
    /** All files together have more than `{size}`. */
    tooLarge: string;
    /** What was dropped is being read. */
    reading: string;
    /** `{name}` was lost by a reload. */
    lost: string;
  };
}
