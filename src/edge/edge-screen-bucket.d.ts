import type {
  Bucket,
  From,
  Handler,
  HandlerArguments,
  PreScreenOptions,
  ScreeningMessages,
  Secret,
  ServiceOptions,
} from './edge.js';
import type { ConnectOptions, Scan, Threat } from './index.js';

/** A bucket, or a prefix in one. */
export interface BucketPlace {
  /** The bucket. */
  bucket: Bucket;
  /** The prefix of all keys, such as `'inbox/'`. @defaultValue `''` */
  prefix?: string;
}

/** Options of {@link screenBucket}. */
export interface ScreenBucketOptions
  extends ServiceOptions, Pick<ConnectOptions, 'retry' | 'timeout' | 'responseTimeout'> {
  /** Signs the verdict of moved objects, and encrypts the notes about running analyses. */
  secret: Secret;
  /**
   * Where files arrive. Its `bucket` needs `head()`. Somebody who can write to it can have files scanned, and do nothing else.
   */
  inbox: BucketPlace & {
    /** The name of the bucket in events. If it is set, events of other buckets are ignored. */
    name?: string;
  };
  /** Where `allowed` objects are moved, with the same key. Only this handler may write there. */
  clean: BucketPlace;
  /**
   * Where `blocked` objects are moved, with the same key, and a {@link QuarantineReport} at `<key>.report.json`. (An object whose own key ends
   * like that is stored as `<key>.object`.) Notes about running analyses are stored under `metadefender-screening/`. Only this handler may
   * write there.
   */
  quarantine: BucketPlace;
  /**
   * What happens to an object that is `undetermined` after the last attempt, too large, or empty. `'leave'` leaves it in the inbox, which
   * nobody else should be able to read; `'quarantine'` moves it, with a report. If a function throws, or takes longer than 10 s, the object is
   * left.
   * @defaultValue `'leave'`
   */
  undetermined?:
    | 'leave'
    | 'quarantine'
    | ((object: ScreenedObject) => 'leave' | 'quarantine' | Promise<'leave' | 'quarantine'>);
  /**
   * How many deliveries of a message are tried before its object is given up. The queue must allow as many (`max_retries`), or send the rest to
   * {@link BucketScreening.deadLetters}.
   * @defaultValue 12: half an hour
   */
  attempts?: number;
  /** The largest object, in bytes. @defaultValue 5 368 709 120 (5 GiB), the largest object that can be put at once; it cannot be more */
  maxSize?: number;
  /**
   * Whether an object is looked up by its hash before it is uploaded. If the bucket has its SHA-256, the object is not read for that.
   * @defaultValue `true`
   */
  lookup?: boolean;
  /** How long each attempt waits for an analysis, in ms. The next attempt continues with it. @defaultValue 25 000 */
  waitFor?: number;
  /**
   * How many sub-requests one invocation may make. A message takes 12, and those for polling. Messages beyond that are retried later.
   * @defaultValue 50, the limit of the Free plan, in Workers; no limit elsewhere
   */
  subrequests?: number;
  /**
   * Stores the events that {@link BucketScreening.fetch} receives, for {@link BucketScreening.queue}. Without it, a request is answered when its
   * object is done, which takes longer than EventBridge waits (5 s).
   */
  queue?: PreScreenOptions['queue'];
  /**
   * The secret that senders pass to {@link BucketScreening.fetch}, as `Authorization: Bearer <secret>`. If there are several, each is accepted.
   * Without it, every request is refused with 401.
   */
  eventSecret?: Secret;
  /**
   * Is called with the outcome of each object; more than once if a message is delivered again. Errors are reported and ignored. It is waited for
   * 10 s at most.
   */
  onScreened?: (object: ScreenedObject) => unknown;
  /** Is called with errors, in messages that contain no key. @defaultValue `console.error` */
  onError?: (message: string) => void;
}

/** An object, and its outcome. */
export interface ScreenedObject {
  /** Its key, without the prefix of the inbox. The uploader chose it: never insert it as HTML. */
  key: string;
  /**
   * - `clean`: it was allowed, and moved to `clean`
   * - `quarantined`: it was moved to `quarantine`, with its report
   * - `left`: it was given up, and left where it is
   * - `gone`: it no longer exists: it was deleted, or is done
   * - `overwritten`: it was overwritten during the scan; the new object has an event of its own
   * - `pending`: it is retried
   */
  outcome: 'clean' | 'quarantined' | 'left' | 'gone' | 'overwritten' | 'pending';
  /** Its size in bytes. */
  size?: number;
  /** The ETag of the object that was scanned. */
  etag?: string;
  /** Its SHA-256, 64 hexadecimal digits: computed here, or by the bucket when it stored the object. */
  sha256?: string;
  /** The verdict. */
  verdict?: Scan['verdict'];
  /** As {@link Scan.reason}; if it could not be scanned, the `code` of the error, or `too-large` or `empty`. */
  reason?: string;
  /** The server's own words, or the message of the error. Never insert them as HTML. */
  detail?: string;
  /** The analysis, if there is one. */
  dataId?: string;
  /** What the engines found. */
  threats?: Threat[];
}

/** The report of an object in quarantine, stored beside it as JSON. */
export interface QuarantineReport extends Required<
  Pick<ScreenedObject, 'key' | 'size' | 'etag' | 'verdict' | 'reason' | 'threats'>
> {
  /** The version of this format. */
  version: 1;
  /** Missing if the object was not read. */
  sha256?: string;
  /** As {@link ScreenedObject.detail}. */
  detail?: string;
  /** The analysis, if there is one. */
  dataId?: string;
  /** The content type that the uploader stated. */
  type?: string;
  /** When it was scanned, in ISO 8601. */
  screenedAt: string;
  /** The complete report of MetaDefender, if there is an analysis. */
  result?: unknown;
}

/** The outcome of a message. */
export interface BucketMessageResult {
  /** Its objects. */
  objects: ScreenedObject[];
  /** **Seconds** after which the message must be delivered again. Without it, the message is done. */
  retryAfter?: number;
}

/** How a message was delivered. */
export interface BucketMessageInfo {
  /** The number of the delivery, from 1: SQS's `ApproximateReceiveCount`. */
  attempt?: number;
  /** Whether it is the last delivery, such as from a dead letter queue. @defaultValue whether `attempt` is the last of `attempts` */
  isLast?: boolean;
}

/** The handlers of a bucket's events. */
export interface BucketScreening<Env = unknown> {
  /** The `queue` handler of a Worker, or of `folderQueue()` and the like: for R2's event notifications, or the events that {@link fetch} stored. */
  queue(batch: ScreeningMessages, ...rest: HandlerArguments<Env>): Promise<void>;
  /** The handler of a dead letter queue: each message is tried once more, and then given up. */
  deadLetters(batch: ScreeningMessages, ...rest: HandlerArguments<Env>): Promise<void>;
  /**
   * Receives events by HTTP, from EventBridge's API destinations and the webhooks of MinIO and Ceph. It answers 202 if a `queue` stores them; otherwise
   * 204 when they are done, and 503 with `Retry-After` if they must be sent again.
   */
  fetch: Handler<Env>;
  /**
   * Handles the body of an SQS message: S3's events, directly, from EventBridge or from SNS. Delete the message if the result has no `retryAfter`;
   * otherwise let SQS deliver it again. Rejects with `invalid-input` if the body is not such a message.
   */
  receive(
    body: unknown,
    info?: BucketMessageInfo,
    ...rest: HandlerArguments<Env>
  ): Promise<BucketMessageResult>;
}

/**
 * Scans objects that arrive in a bucket, when their events arrive. It moves allowed objects to another bucket and blocked ones to quarantine, and
 * retries undecided ones. Only scanned content reaches `clean`: the bucket compares its SHA-256 with that of the verdict.
 *
 * An event only says where to look: the object that is there is scanned, whatever the event says about it. So events may arrive twice, late, in
 * another order, or from an attacker.
 *
 * @example
 * const uploads = screenBucket((env: Env) => ({
 *   baseUrl: env.METADEFENDER_URL,
 *   apiKey: env.METADEFENDER_KEY,
 *   secret: env.VERDICT_SECRET,
 *   inbox: { bucket: env.INBOX },
 *   clean: { bucket: env.CLEAN },
 *   quarantine: { bucket: env.QUARANTINE },
 * }));
 * export default { queue: uploads.queue };
 */
export function screenBucket<Env = unknown>(
  options: From<Env, ScreenBucketOptions>,
): BucketScreening<Env>;
