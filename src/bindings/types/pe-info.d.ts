/**
 * The structure of a Windows executable. Cloud v2 only.
 *
 * MetaDefender Cloud v2, Retrieving scan reports using data ID: `file_info.pe_info`, which the
 * reference shows by one sample, without descriptions.
 */
export interface PeInfo {
  /** Cloud v2: hash of the import table. */
  imphash?: string;
  /** Cloud v2: the version resource. */
  vs_version_info?: PeVersionInfo;
  /** Cloud v2: the COFF header. */
  headers?: PeHeaders;
  /** Cloud v2: the optional header. */
  optional_headers?: PeOptionalHeaders;
  /** Cloud v2: the sections. */
  section_headers?: PeSection[];
  /** Cloud v2: the libraries it imports. */
  imported_dlls?: PeImport[];
  /** Cloud v2: names of the functions it exports (empty in the sample). */
  exported_functions?: string[];
  /** Cloud v2: the resources, by type. */
  resource_info?: PeResourceType[];
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * The properties that an executable states about itself, unverified.
 *
 * MetaDefender Cloud v2, Retrieving scan reports using data ID: `pe_info.vs_version_info`.
 */
export interface PeVersionInfo {
  /** Cloud v2: copyright notice. */
  legal_copyright?: string;
  /** Cloud v2: internal name. */
  internal_name?: string;
  /** Cloud v2: company. */
  company_name?: string;
  /** Cloud v2: comments. */
  comments?: string;
  /** Cloud v2: product. */
  product_name?: string;
  /** Cloud v2: version of the product, such as "1.0.0.1". */
  product_version?: string;
  /** Cloud v2: description of the file. */
  file_description?: string;
  /** Cloud v2: filename it was built with. */
  original_filename?: string;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * The COFF header of an executable.
 *
 * MetaDefender Cloud v2, Retrieving scan reports using data ID: `pe_info.headers`.
 */
export interface PeHeaders {
  /** Cloud v2: processor, such as "IMAGE_FILE_MACHINE_I386". */
  machine_type?: string;
  /** Cloud v2: when it was linked, as an ISO 8601 string. */
  compilation_time?: string;
  /** Cloud v2: number of sections. */
  number_of_sections?: number;
  /** Cloud v2: offset of the symbol table, as a string. */
  pointer_to_symbol_table?: string;
  /** Cloud v2: number of symbols. */
  number_of_symbols?: number;
  /** Cloud v2: flags, such as "IMAGE_FILE_EXECUTABLE_IMAGE". */
  characteristics?: string[];
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * The optional header of an executable.
 *
 * MetaDefender Cloud v2, Retrieving scan reports using data ID: `pe_info.optional_headers`.
 */
export interface PeOptionalHeaders {
  /** Cloud v2: magic number in hexadecimal, such as "0x10b". */
  pe_type?: string;
  /** Cloud v2: version of the linker, such as "8.0". */
  linker_version?: string;
  /** Cloud v2: address of the entry point in hexadecimal. */
  entry_point?: string;
  /** Cloud v2: subsystem, such as "IMAGE_SUBSYSTEM_WINDOWS_GUI". */
  subsystem?: string;
  /** Cloud v2: version of the subsystem. */
  subsystem_version?: string;
  /** Cloud v2: version of the image. */
  image_version?: string;
  /** Cloud v2: size in memory, in bytes. */
  image_size?: number;
  /** Cloud v2: size of the code, in bytes. */
  code_size?: number;
  /** Cloud v2: version of the operating system it needs. */
  os_version?: string;
  /** Cloud v2: checksum, as a string. */
  checksum?: string;
  /** Cloud v2: size of the initialised data, in bytes. */
  initialized_data_size?: number;
  /** Cloud v2: size of the uninitialised data, in bytes. */
  uninitialized_data_size?: number;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * One section of an executable.
 *
 * MetaDefender Cloud v2, Retrieving scan reports using data ID: `pe_info.section_headers`.
 */
export interface PeSection {
  /** Cloud v2: name, such as ".text". */
  name?: string;
  /** Cloud v2: address in memory, in hexadecimal. */
  virtual_address?: string;
  /** Cloud v2: size in memory, in bytes. */
  virtual_size?: number;
  /** Cloud v2: size in the file, in bytes. */
  raw_size?: number;
  /** Cloud v2: entropy of its bytes (5.7 in the sample, bits a byte by its looks). */
  entropy?: number;
  /** Cloud v2: MD5, in hexadecimal. */
  md5?: string;
  /** Cloud v2: number of relocations. */
  number_of_relocations?: number;
  /** Cloud v2: number of line numbers. */
  number_of_linenumbers?: number;
  /** Cloud v2: offset in the file, in hexadecimal. */
  pointer_to_raw_data?: string;
  /** Cloud v2: offset of the relocations, in hexadecimal. */
  pointer_to_relocations?: string;
  /** Cloud v2: offset of the line numbers, in hexadecimal. */
  pointer_to_linenumbers?: string;
  /** Cloud v2: flags, such as "IMAGE_SCN_CNT_CODE". */
  characteristics?: string[];
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * One library an executable imports.
 *
 * MetaDefender Cloud v2, Retrieving scan reports using data ID: `pe_info.imported_dlls`.
 */
export interface PeImport {
  /** Cloud v2: name of the library, such as "mscoree.dll". */
  name?: string;
  /** Cloud v2: names of the functions. */
  functions?: string[];
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * The resources of one type.
 *
 * MetaDefender Cloud v2, Retrieving scan reports using data ID: `pe_info.resource_info`.
 */
export interface PeResourceType {
  /** Cloud v2: type, such as "RT_ICON". */
  name?: string;
  /** Cloud v2: the resources of this type. */
  resource_ids?: PeResource[];
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * One resource.
 *
 * MetaDefender Cloud v2, Retrieving scan reports using data ID:
 * `pe_info.resource_info.resource_ids`.
 */
export interface PeResource {
  /** Cloud v2: its id in hexadecimal, or its name. */
  name?: string;
  /** Cloud v2: its languages, such as "LANG_NEUTRAL". */
  resource_langs?: string[];
  /** Other fields of the server. */
  [field: string]: unknown;
}
