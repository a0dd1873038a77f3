// Every name that the handlers export. One less would not compile, one more is named by the test.
export { preScreen, preScreenQueue, scanProxy, verifyVerdict } from 'metadefender-wasm/edge';
export type {
  Bucket,
  From,
  Handler,
  HandlerContext,
  KnownVerdict,
  PreScreenOptions,
  ProxyOperation,
  ProxyParameters,
  RateLimiter,
  ScanProxyOptions,
  ScreenedFile,
  Screening,
  ScreeningMessages,
  ScreeningProblem,
  Secret,
  Service,
  ServiceOptions,
  VerdictHeaders,
  VerifyOptions,
} from 'metadefender-wasm/edge';
