import type { Scan, Threat } from './scan.js';

/** What a report comes to. */
export interface Assessment {
  /** Whether the analysis is finished: everything in the report is final. */
  finished: boolean;
  /**
   * Whether engines, definitions or the rule have changed since the analysis, so that the same file could be judged
   * otherwise today (`process_info.outdated_data`).
   */
  outdated: boolean;
  /** Whether the file may be trusted; `undetermined` while the analysis goes on. */
  verdict: Scan['verdict'];
  /** Why, in stable kebab case, as in {@link Scan.reason}. */
  reason: string;
  /** Why, in the server's own words. */
  detail?: string;
  /** What the engines found. */
  threats: Threat[];
}
