import type { Open } from './open.js';

/**
 * The outcome of an analysis, or of one engine, as a number. Decide by this one: the names
 * ({@link ProcessingResultName}) differ between versions of the server.
 *
 * MDDC API Gateway, Fetch Analysis Result: `scan_results.scan_all_result_i`.
 *
 * | code | name                                |
 * | ---: | ----------------------------------- |
 * |    0 | No Threat Detected                  |
 * |    1 | Infected                            |
 * |    2 | Suspicious                          |
 * |    3 | Failed                              |
 * |    7 | Whitelisted                         |
 * |    8 | Blacklisted                         |
 * |    9 | Exceeded Archive Depth              |
 * |   10 | Not Scanned                         |
 * |   12 | Encrypted Archive                   |
 * |   13 | Exceeded Archive Size               |
 * |   14 | Exceeded Archive File Number        |
 * |   15 | Password Protected Document         |
 * |   16 | Exceeded Archive Timeout            |
 * |   17 | Mismatch                            |
 * |   18 | Potentially Vulnerable File         |
 * |   19 | Cancelled                           |
 * |   20 | Sensitive Data Found                |
 * |   21 | Yara Rule Matched                   |
 * |   22 | Potentially Unwanted                |
 * |   23 | Unsupported File Type               |
 * |   24 | Extraction Failed                   |
 * |   25 | Scan Failed                         |
 * |   26 | Suspicious Verdict by Sandbox       |
 * |   27 | Likely Malicious Verdict by Sandbox |
 * |   28 | Malicious Verdict by Sandbox        |
 * |   29 | Blocked Verdict by Sandbox          |
 * |   30 | Blocked Verdict by Deep CDR         |
 * |   31 | Global Timeout Exceeded             |
 * |   32 | Vulnerable Verdict by SBOM          |
 * |   33 | Non-vulnerable Verdict by SBOM      |
 * |   34 | Blocked Verdict by SBOM             |
 * |   36 | Blocked by Post Action              |
 * |   38 | Known Bad                           |
 * |   39 | Known Good                          |
 * |   40 | Unknown                             |
 * |   41 | Allowed Verdict by COO              |
 * |   42 | Blocked Verdict by COO              |
 * |   43 | Unknown Verdict by COO              |
 * |  255 | In Progress                         |
 * | 1014 | Skip Processing Fast Symlink        |
 */
export type ProcessingResultCode = Open<
  | 0
  | 1
  | 2
  | 3
  | 7
  | 8
  | 9
  | 10
  | 12
  | 13
  | 14
  | 15
  | 16
  | 17
  | 18
  | 19
  | 20
  | 21
  | 22
  | 23
  | 24
  | 25
  | 26
  | 27
  | 28
  | 29
  | 30
  | 31
  | 32
  | 33
  | 34
  | 36
  | 38
  | 39
  | 40
  | 41
  | 42
  | 43
  | 255
  | 1014
>;

/**
 * The outcome of an analysis in words, for showing. {@link ProcessingResultCode} has the table.
 *
 * MDDC API Gateway, Fetch Analysis Result: `scan_results.scan_all_result_a`. `Clean` is what
 * Cloud v2 calls code 0.
 */
export type ProcessingResultName = Open<
  | 'No Threat Detected'
  | 'Infected'
  | 'Suspicious'
  | 'Failed'
  | 'Whitelisted'
  | 'Blacklisted'
  | 'Exceeded Archive Depth'
  | 'Not Scanned'
  | 'Encrypted Archive'
  | 'Exceeded Archive Size'
  | 'Exceeded Archive File Number'
  | 'Password Protected Document'
  | 'Exceeded Archive Timeout'
  | 'Mismatch'
  | 'Potentially Vulnerable File'
  | 'Cancelled'
  | 'Sensitive Data Found'
  | 'Yara Rule Matched'
  | 'Potentially Unwanted'
  | 'Unsupported File Type'
  | 'Extraction Failed'
  | 'Scan Failed'
  | 'Suspicious Verdict by Sandbox'
  | 'Likely Malicious Verdict by Sandbox'
  | 'Malicious Verdict by Sandbox'
  | 'Blocked Verdict by Sandbox'
  | 'Blocked Verdict by Deep CDR'
  | 'Global Timeout Exceeded'
  | 'Vulnerable Verdict by SBOM'
  | 'Non-vulnerable Verdict by SBOM'
  | 'Blocked Verdict by SBOM'
  | 'Blocked by Post Action'
  | 'Known Bad'
  | 'Known Good'
  | 'Unknown'
  | 'Allowed Verdict by COO'
  | 'Blocked Verdict by COO'
  | 'Unknown Verdict by COO'
  | 'In Progress'
  | 'Skip Processing Fast Symlink'
  | 'Clean'
>;
