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

/** A bucket, or what is under a prefix of one. */
export interface BucketPlace {
  bucket: Bucket;
  /** What keys in it begin with: `'inbox/'`, say. @defaultValue `''` */
  prefix?: string;
}

/** How {@link screenBucket} has objects checked, and where they go. */
export interface ScreenBucketOptions
  extends ServiceOptions, Pick<ConnectOptions, 'retry' | 'timeout' | 'responseTimeout'> {
  /** Signs the verdict of what is moved, and seals what is noted of analyses that go on. */
  secret: Secret;
  /**
   * Where files land, and whose events come. Its `bucket` needs a `head()`. Whoever can write to it can have files scanned, and nothing
   * else.
   */
  inbox: BucketPlace & {
    /** The name of the bucket, as events have it: those of other buckets are then ignored. */
    name?: string;
  };
  /** Where goes what is `allowed`, by the same key. Only this handler may write there. */
  clean: BucketPlace;
  /**
   * Where goes what is `blocked`, by the same key, with its {@link QuarantineReport} at `<key>.report.json`. (What is called so itself goes to
   * `<key>.object`.) Beside it, under `metadefender-screening/`, is what is noted of analyses that go on. Only this handler may write there.
   */
  quarantine: BucketPlace;
  /**
   * What becomes of an object that is `undetermined` after the last attempt, too large, or empty: `'leave'` leaves it in the inbox, where nobody may read it,
   * `'quarantine'` moves it, with its report. A function that fails, or takes longer than 10 s, leaves it.
   * @defaultValue `'leave'`
   */
  undetermined?:
    | 'leave'
    | 'quarantine'
    | ((object: ScreenedObject) => 'leave' | 'quarantine' | Promise<'leave' | 'quarantine'>);
  /**
   * How often a message may come before its object is given up. The queue's own limit has to be as high (`max_retries`), or what is over
   * has to go to {@link BucketScreening.deadLetters}.
   * @defaultValue 12: half an hour
   */
  attempts?: number;
  /** How large an object may be, bytes. @defaultValue 5 368 709 120 (5 GiB), the largest that can be put at once, and the most there can be */
  maxSize?: number;
  /**
   * Whether an object is looked up by its hash before it is uploaded. Where the bucket has its SHA-256 already, nothing is read for that.
   * @defaultValue `true`
   */
  lookup?: boolean;
  /** How long each attempt waits for an analysis, ms. The next one goes on where it was. @defaultValue 25 000 */
  waitFor?: number;
  /**
   * How many calls one invocation may make; a message takes 12 and those of waiting. Messages that come too late are tried again.
   * @defaultValue 50, that of the Free plan, in Workers; elsewhere there is no limit
   */
  subrequests?: number;
  /**
   * Keeps the events that {@link BucketScreening.fetch} gets, for {@link BucketScreening.queue}. Without one, a request is answered when its object is
   * done, which takes longer than EventBridge waits (5 s).
   */
  queue?: PreScreenOptions['queue'];
  /**
   * What a sender has to say to {@link BucketScreening.fetch}, as `Authorization: Bearer <secret>`. Of several, each is accepted. Without it every
   * request is refused with 401.
   */
  eventSecret?: Secret;
  /**
   * Hears what came of each object. As messages may come twice, so may this. It may not throw, and takes no more than 10 s.
   */
  onScreened?: (object: ScreenedObject) => unknown;
  /** Hears what went wrong, in words that hold no key. @defaultValue `console.error` */
  onError?: (message: string) => void;
}

/** An object, and what came of it. */
export interface ScreenedObject {
  /** Without the prefix of the inbox. Whoever sent it has chosen it: never put it into HTML. */
  key: string;
  /**
   * - `clean`: it was allowed, and is in `clean` now
   * - `quarantined`: it is in `quarantine` now, beside its report
   * - `left`: it was given up, and is where it was
   * - `gone`: it is not there any more: deleted, or done already
   * - `overwritten`: it became another one while it was screened, which has an event of its own
   * - `pending`: it is tried again
   */
  outcome: 'clean' | 'quarantined' | 'left' | 'gone' | 'overwritten' | 'pending';
  /** Bytes. */
  size?: number;
  /** Of the object that was screened. */
  etag?: string;
  /** 64 hexadecimal digits: computed here, or by the bucket when it took the object. */
  sha256?: string;
  verdict?: Scan['verdict'];
  /** As of {@link Scan.reason}; where it could not be scanned, the `code` of the error; `too-large`, `empty`. */
  reason?: string;
  /** The server's own words, or those of the error. Never put them into HTML. */
  detail?: string;
  /** The analysis, where there is one. */
  dataId?: string;
  /** What the engines found. */
  threats?: Threat[];
}

/** What is beside an object in quarantine, as JSON. */
export interface QuarantineReport extends Required<
  Pick<ScreenedObject, 'key' | 'size' | 'etag' | 'verdict' | 'reason' | 'threats'>
> {
  version: 1;
  /** None where the object was not read. */
  sha256?: string;
  detail?: string;
  dataId?: string;
  /** As the uploader said. */
  type?: string;
  /** When, as of ISO 8601. */
  screenedAt: string;
  /** What MetaDefender says of it, whole, where there is an analysis. */
  result?: unknown;
}

/** What came of a message. */
export interface BucketMessageResult {
  objects: ScreenedObject[];
  /** **Seconds** after which the message has to come again; none, and it is done. */
  retryAfter?: number;
}

/** How a message came. */
export interface BucketMessageInfo {
  /** How often it came, from 1 on: SQS's `ApproximateReceiveCount`. */
  attempt?: number;
  /** Whether it will not come again, as of a dead letter queue. @defaultValue whether `attempt` is the last of `attempts` */
  isLast?: boolean;
}

/** The consumers of a bucket's events. */
export interface BucketScreening<Env = unknown> {
  /** A Worker's `queue`, or the handler of `folderQueue()` and its like: R2's event notifications, or what {@link fetch} has kept. */
  queue(batch: ScreeningMessages, ...rest: HandlerArguments<Env>): Promise<void>;
  /** That of a dead letter queue: each message is tried once more, and then given up. */
  deadLetters(batch: ScreeningMessages, ...rest: HandlerArguments<Env>): Promise<void>;
  /**
   * Takes events by HTTP: those of EventBridge's API destinations, and the webhooks of MinIO and Ceph. It answers 202 where a `queue` has them, else 204
   * when they are done, and 503 with `Retry-After` where they have to come again.
   */
  fetch: Handler<Env>;
  /**
   * Takes the body of a message of SQS: S3's events, as they are, by EventBridge or by SNS. Delete the message if there is no `retryAfter`, else
   * let it come again. Rejects with `invalid-input` where it is no such message.
   */
  receive(
    body: unknown,
    info?: BucketMessageInfo,
    ...rest: HandlerArguments<Env>
  ): Promise<BucketMessageResult>;
}

/**
 * Has files checked that land in a bucket by themselves, as events tell of them: what is allowed moves to another bucket, what is blocked to
 * quarantine, and what cannot be decided stays and is tried again. Nothing that has not been judged gets to `clean`: what arrives there is checked
 * against the SHA-256 that was.
 *
 * An event only says where to look. What is there is scanned, whatever the event says of it, so that events may come twice, late, in another
 * order, or from somebody else.
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
