/**
 * Checks the verdict that `preScreen` has signed, in the server that receives the files.
 *
 * @module metadefender-wasm/edge/verify
 */

/** What the Worker says of a request. */
export interface KnownVerdict {
  /** `undetermined` only where you `accept` it. */
  verdict: 'allowed' | 'undetermined';
  /** The files of the body in their order: one for a raw body. */
  files: {
    /** The analysis. */
    dataId: string;
    /** The SHA-256 of the file, 64 hexadecimal digits. */
    sha256: string;
  }[];
  /** When it was signed. */
  signedAt: Date;
}

/** How a verdict is checked. */
export interface VerifyOptions {
  /**
   * The secret of the Worker's `preScreen`. Of several, each is accepted. None, as a variable of the environment may be,
   * is `invalid-input`.
   */
  secret: string | string[] | undefined;
  /** How old the signature may be, **seconds**. @defaultValue 300 */
  maxAge?: number;
  /**
   * The SHA-256 of each file in the order of the body, hexadecimal, that you computed: it has to be that of the verdict. Give it where somebody else
   * could have sent these headers with another body.
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
 * `unauthorized` where they are missing, forged, too old or from the future, `forbidden` where the verdict does not pass, `integrity` where
 * a hash is another one, `invalid-input` for a secret of less than 32 characters or an option that is not what it should be (a `sha256` that is
 * `undefined`, say).
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
