/**
 * Checks the verdict that `preScreen` has signed, in the server that receives the files.
 *
 * @module metadefender-wasm/edge/verify
 */

/** The verified verdict on a request. */
export interface KnownVerdict {
  /** `undetermined` only if you `accept` it. */
  verdict: 'allowed' | 'undetermined';
  /** The files in the order of the body; one for a raw body. */
  files: {
    /** The analysis. */
    dataId: string;
    /** The SHA-256 of the file, 64 hexadecimal digits. */
    sha256: string;
  }[];
  /** When it was signed. */
  signedAt: Date;
}

/** The options of {@link verifyVerdict}. */
export interface VerifyOptions {
  /**
   * The secret of the Worker's `preScreen`; each secret of a list is accepted. `undefined`, such as an unset
   * environment variable, is an `invalid-input` error.
   */
  secret: string | string[] | undefined;
  /** The greatest age of the signature, **seconds**. @defaultValue 300 */
  maxAge?: number;
  /**
   * The SHA-256 of each file in the order of the body, in hexadecimal, which you computed: it has to equal that of the
   * verdict. Pass it if somebody could have replayed these headers with another body.
   */
  sha256?: string | string[];
  /** Which verdicts pass. @defaultValue `['allowed']` */
  accept?: KnownVerdict['verdict'][];
}

/** The headers of a request: `Headers`, those of Node's `IncomingMessage`, or an object with names in any case. */
export type VerdictHeaders =
  | {
      /** The value of a header, or `null`. */
      get(name: string): string | null;
    }
  | { readonly [name: string]: string | readonly string[] | undefined };

/**
 * Checks the verdict in the headers of a request that came through a Worker's `preScreen`:
 * `x-metadefender-verdict`, `-data-id`, `-sha256` and `-signature`. Rejects with a `MetaDefenderError`:
 * `unauthorized` if they are missing, forged, too old or from the future, `forbidden` if the verdict is not accepted,
 * `integrity` if a hash differs, `invalid-input` for a secret of less than 32 characters or another invalid option
 * (such as a `sha256` that is `undefined`).
 *
 * It needs nothing but Web Crypto: Node 20, Deno, Bun, Workers, browsers.
 *
 * @example
 * import { verifyVerdict } from 'metadefender-wasm/edge/verify';
 *
 * app.post('/upload', async (req, res) => {
 *   try {
 *     const { files } = await verifyVerdict(req.headers, { secret: process.env.VERDICT_SECRET });
 *     // …
 *   } catch {
 *     res.status(403).end();
 *   }
 * });
 */
export function verifyVerdict(
  headers: VerdictHeaders,
  options: VerifyOptions,
): Promise<KnownVerdict>;
