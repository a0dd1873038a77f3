import type { Scan, Threat } from './scan.js';

/** The judgement of a report. */
export interface Assessment {
  /** Whether the analysis is finished: everything in the report is final. */
  finished: boolean;
  /**
   * Whether engines, definitions or the rule have changed since the analysis, so that the verdict could be another one
   * today (`process_info.outdated_data`).
   */
  outdated: boolean;
  /** Whether the file may be trusted; `undetermined` while the analysis is running. */
  verdict: Scan['verdict'];
  /** Why, in stable kebab case, as in {@link Scan.reason}. */
  reason: string;
  /** Why, in the server's own words. */
  detail?: string;
  /** What the engines found. */
  threats: Threat[];
}
