import type { Open } from './open.js';

/**
 * The sanitised copy of a file. Cloud v2 only.
 *
 * MetaDefender Cloud v2, Retrieving scan reports using data ID: `sanitized`. The reference only has a
 * finished sample of it.
 */
export interface CloudSanitized {
  /** Cloud v4: its progress, 0 to 100. */
  progress_percentage?: number;
  /** Cloud v2: signed link to the copy, which expires. Keep it secret: it needs no API key. */
  file_path?: string;
  /** Cloud v2: data id of the copy. */
  data_id?: string;
  /** Cloud v2: whether the copy may be used. */
  result?: Open<'Allowed' | 'Blocked'>;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * The results of databases of known hashes, by the names of the databases. Cloud v2 only.
 *
 * MetaDefender Cloud v2, Retrieving scan reports using data ID: `hash_results`, requested by the
 * header `file_metadata: 1`.
 */
export interface HashResults {
  /** Cloud v2: the result of NIST's database; the reference leaves its content out. */
  nist?: unknown;
  /** Other fields of the server. */
  [source: string]: unknown;
}

/**
 * More about the file. Cloud v2 only.
 *
 * MetaDefender Cloud v2, Retrieving scan reports using data ID: `file_info.additional_info`.
 */
export interface AdditionalInfo {
  /** Cloud v2: the results of identification tools. */
  file_identification?: FileIdentification;
  /** Cloud v2: metadata in the file. */
  exif_info?: ExifEntry[];
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * The results of identification tools.
 *
 * MetaDefender Cloud v2, Retrieving scan reports using data ID:
 * `file_info.additional_info.file_identification`.
 */
export interface FileIdentification {
  /** Cloud v2: the guesses of TrID. */
  TrID?: TridMatch[];
  /** Other fields of the server. */
  [tool: string]: unknown;
}

/**
 * One guess of TrID.
 *
 * MetaDefender Cloud v2, Retrieving scan reports using data ID:
 * `file_info.additional_info.file_identification.TrID`.
 */
export interface TridMatch {
  /** Cloud v2: the type in words. */
  file_type?: string;
  /** Cloud v2: its extension, without the dot. */
  file_ext?: string;
  /** Cloud v2: how well it matches; more is better. */
  matching_points?: number;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * One field of a file's metadata.
 *
 * MetaDefender Cloud v2, Retrieving scan reports using data ID:
 * `file_info.additional_info.exif_info`.
 */
export interface ExifEntry {
  /** Cloud v2: the field, such as "File Version Number". */
  key?: string;
  /** Cloud v2: its value. */
  value?: string;
  /** Other fields of the server. */
  [field: string]: unknown;
}
