import type { AnalysisResult, EngineResult, Open, ProcessingResultCode } from 'metadefender-wasm';
import { expectTypeOf } from 'expect-type';

/** A known field has its type, and one that nobody documented survives, to be looked at first. */
export function everyField(result: AnalysisResult) {
  const { scan_results, process_info, file_info } = result;
  expectTypeOf(scan_results?.scan_details?.['ClamAV']).toEqualTypeOf<EngineResult | undefined>();
  expectTypeOf<EngineResult['threat_found']>().toEqualTypeOf<string | null | undefined>();
  expectTypeOf(process_info?.blocked_reason).toEqualTypeOf<string | undefined>();
  expectTypeOf(file_info?.sha256).toEqualTypeOf<string | undefined>();
  expectTypeOf(result['of_a_newer_version']).toBeUnknown();
  expectTypeOf<1>().toMatchTypeOf<ProcessingResultCode>();
  return scan_results?.scan_all_result_i === 1;
}

/** Known values are completed by an editor, others are taken. */
export const values: Open<'a' | 'b'>[] = ['a', 'c'];
export const codes: ProcessingResultCode[] = [0, 4711];

export function mistakes(result: AnalysisResult) {
  // @ts-expect-error: a queued file has no results
  result.scan_results.scan_all_result_i;
  // @ts-expect-error: a code is a number
  result.scan_results = { scan_all_result_i: '0' };
}
