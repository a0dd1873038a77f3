import type { Open } from './open.js';

/**
 * The sanitised copy of a file. Cloud v2 only.
 *
 * MetaDefender Cloud v2, Retrieving scan reports using data ID: `sanitized`, of which the reference
 * has a finished sample only.
 */
export interface CloudSanitized {
  /** Cloud v4: how much of it is done, 0 to 100. */
  progress_percentage?: number;
  /** Cloud v2: signed link to the copy, which expires. Keep it secret: it needs no API key. */
  file_path?: string;
  /** Cloud v2: data id of the copy. */
  data_id?: string;
  /** Cloud v2: whether the copy may be used. */
  result?: Open<'Allowed' | 'Blocked'>;
  /** Whatever else the server said. */
  [field: string]: unknown;
}

/**
 * What databases of known hashes say of the file, by their name. Cloud v2 only.
 *
 * MetaDefender Cloud v2, Retrieving scan reports using data ID: `hash_results`, sent where the
 * request asks for it by the header `file_metadata: 1`.
 */
export interface HashResults {
  /** Cloud v2: what NIST's database says; the reference leaves its content out. */
  nist?: unknown;
  /** Whatever else the server said. */
  [source: string]: unknown;
}

/**
 * More about the file. Cloud v2 only.
 *
 * MetaDefender Cloud v2, Retrieving scan reports using data ID: `file_info.additional_info`.
 */
export interface AdditionalInfo {
  /** Cloud v2: what tools of identification make of the file. */
  file_identification?: FileIdentification;
  /** Cloud v2: metadata in the file. */
  exif_info?: ExifEntry[];
  /** Whatever else the server said. */
  [field: string]: unknown;
}

/**
 * What tools of identification make of a file.
 *
 * MetaDefender Cloud v2, Retrieving scan reports using data ID:
 * `file_info.additional_info.file_identification`.
 */
export interface FileIdentification {
  /** Cloud v2: the guesses of TrID. */
  TrID?: TridMatch[];
  /** Whatever else the server said. */
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
  /** Whatever else the server said. */
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
  /** Whatever else the server said. */
  [field: string]: unknown;
}
