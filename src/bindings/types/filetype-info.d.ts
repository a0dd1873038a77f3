import type { Open } from './open.js';

/**
 * The family a file type belongs to.
 *
 * | value         | family                                           |
 * | ------------- | ------------------------------------------------ |
 * | `A`           | Archive                                          |
 * | `AP`          | Application                                      |
 * | `D`           | Document (Microsoft Office)                      |
 * | `D_ENC`       | Encrypted document                               |
 * | `E`           | Executable                                       |
 * | `G`           | Graphics (JPG, PNG, GIF, …)                      |
 * | `I`           | Disk image                                       |
 * | `M`           | Audio or video                                   |
 * | `OPENSSL_ENC` | File encrypted by OpenSSL                        |
 * | `P`           | PDF                                              |
 * | `T`           | Text                                             |
 * | `Z`           | Mail message                                     |
 * | `O`           | Other: anything that is none of the above        |
 */
export type FileTypeCategory = Open<
  'A' | 'AP' | 'D' | 'D_ENC' | 'E' | 'G' | 'I' | 'M' | 'OPENSSL_ENC' | 'P' | 'T' | 'Z' | 'O'
>;

/**
 * The result of the FileType engine.
 *
 * MDDC API Gateway, Fetch Analysis Result: `filetype_info`.
 */
export interface FiletypeInfo {
  /** The type it detected. */
  file_info?: FiletypeFileInfo;
  /** Whether the type is accepted. */
  final_verdict?: FiletypeVerdict;
  /** Whether the file is of another type than expected. */
  is_file_type_mismatch?: boolean;
  /** SHA-256 of a template of the server's web console, for its own use. */
  result_template_hash?: string;
  /** Whether the file pretends to be of another type. */
  spoofing_info?: SpoofingInfo;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * The detected type.
 *
 * MDDC API Gateway, Fetch Analysis Result: `filetype_info.file_info`.
 */
export interface FiletypeFileInfo {
  /** The type in words. */
  description?: string;
  /** The analyser that detected it. */
  detected_by?: string;
  /** Whether the file is protected by a password. */
  encrypted?: boolean;
  /** The usual filename extension of the type; one string, in spite of its name. */
  extensions?: string;
  /** The family of the type. */
  groupID?: FileTypeCategory;
  /** The families of the type. */
  groupIDs?: FileTypeCategory[];
  /** The family in words. */
  group_description?: string;
  /** The types it may be of. */
  likely_type_ids?: LikelyFileType[];
  /** MIME type. */
  type?: string;
  /** OPSWAT's id of the type. */
  typeID?: string;
  /** OPSWAT's ids of the types. */
  type_ids?: string[];
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * One type a file may be of.
 *
 * MDDC API Gateway, Fetch Analysis Result: `filetype_info.file_info.likely_type_ids`.
 */
export interface LikelyFileType {
  /** How likely it is; the reference gives no scale. */
  score?: number;
  /** OPSWAT's id of the type. */
  typeID?: string;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * Whether the type is accepted.
 *
 * MDDC API Gateway, Fetch Analysis Result: `filetype_info.final_verdict`.
 */
export interface FiletypeVerdict {
  /** The FileType engine's verdict; it is not the verdict on the file. */
  verdict?: Open<'allowed' | 'blocked'>;
  /** Why. */
  verdict_explanation?: string;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * Whether the file pretends to be of another type.
 *
 * MDDC API Gateway, Fetch Analysis Result: `filetype_info.spoofing_info`.
 */
export interface SpoofingInfo {
  /** The outcome; the reference lists no values. */
  detection_result?: string;
  /** Why. */
  result_explanation?: string;
  /** The outcome in short. */
  result_overview?: string;
  /** Other fields of the server. */
  [field: string]: unknown;
}
