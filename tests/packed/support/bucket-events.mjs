// @ts-check
// The notifications of buckets about objects, as documented.

/**
 * R2's in a queue.
 * @see https://developers.cloudflare.com/r2/buckets/event-notifications/
 * @param {string} key
 * @param {string} [action]
 */
export const r2Event = (key, action = 'PutObject') => ({
  account: '3f4b7e3dcab231cbfdaa90a6a28bd548',
  action,
  bucket: 'my-bucket',
  object: { key, size: 65536, eTag: 'c846ff7a18f28c2e262116d6e8719ef0' },
  eventTime: '2024-05-24T19:36:44.379Z',
  ...(action === 'CopyObject' && {
    copySource: { bucket: 'my-bucket', object: 'my-original-object' },
  }),
});

/** R2's of a deletion has neither size nor ETag. @param {string} key @param {string} [action] */
export const r2Deletion = (key, action = 'DeleteObject') => ({
  account: '3f4b7e3dcab231cbfdaa90a6a28bd548',
  action,
  bucket: 'my-bucket',
  object: { key },
  eventTime: '2024-05-24T19:36:44.379Z',
});

/**
 * S3's, as SQS has it in the body of a message. Keys are encoded as forms are.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 * @param {string} key
 * @param {string} [eventName]
 */
export const s3Event = (key, eventName = 'ObjectCreated:Put') => ({
  Records: [
    {
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: 'us-west-2',
      eventTime: '1970-01-01T00:00:00.000Z',
      eventName,
      userIdentity: { principalId: 'AIDAJDPLRKLG7UEXAMPLE' },
      requestParameters: { sourceIPAddress: '127.0.0.1' },
      responseElements: {
        'x-amz-request-id': 'C3D13FE58DE4C810',
        'x-amz-id-2': 'FMyUVURIY8/IgAtTv8xRjskZQpcIZ9KG4V5Wp6S7S/JRWeUWerMUE5JgHvANOjpD',
      },
      s3: {
        s3SchemaVersion: '1.0',
        configurationId: 'testConfigRule',
        bucket: {
          name: 'my-bucket',
          ownerIdentity: { principalId: 'A3NL1KOZZKExample' },
          arn: 'arn:aws:s3:::my-bucket',
        },
        object: {
          key: new URLSearchParams({ '': key }).toString().slice(1).replaceAll('%2F', '/'),
          size: 1024,
          eTag: 'd41d8cd98f00b204e9800998ecf8427e',
          versionId: '096fKKXTRTtl3on89fVO.nfljtsv6qko',
          sequencer: '0055AED6DCD90281E5',
        },
      },
    },
  ],
});

/**
 * What S3 sends once, when notifications are set up.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export const s3TestEvent = {
  Service: 'Amazon S3',
  Event: 's3:TestEvent',
  Time: '2014-10-13T15:57:02.089Z',
  Bucket: 'my-bucket',
  RequestId: '5582815E1AEA5ADF',
  HostId: '8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR+YstdA6Knx4Ip8EXAMPLE',
};

/**
 * S3's by EventBridge. Keys are not encoded.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 * @param {string} key
 * @param {string} [detailType]
 */
export const eventBridgeEvent = (key, detailType = 'Object Created') => ({
  version: '0',
  id: '17793124-05d4-b198-2fde-7ededc63b103',
  'detail-type': detailType,
  source: 'aws.s3',
  account: '111122223333',
  time: '2021-11-12T00:00:00Z',
  region: 'ca-central-1',
  resources: ['arn:aws:s3:::my-bucket'],
  detail: {
    version: '0',
    bucket: { name: 'my-bucket' },
    object: {
      key,
      size: 5,
      etag: 'b1946ac92492d2347c6235b4d2611184',
      'version-id': 'IYV3p45BT0ac8hjHg1houSdS1a.Mro8e',
      sequencer: '617f08299329d189',
    },
    'request-id': 'N4N7GDK58NMKJ12R',
    requester: '123456789012',
    'source-ip-address': '1.2.3.4',
    reason: 'PutObject',
  },
});

/**
 * What SNS puts around a message, in SQS.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 * @param {object} message
 */
export const inSns = (message) => ({
  Type: 'Notification',
  MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
  TopicArn: 'arn:aws:sns:us-west-2:123456789012:MyTopic',
  Subject: 'Amazon S3 Notification',
  Message: JSON.stringify(message),
  Timestamp: '2012-05-02T00:54:06.655Z',
  SignatureVersion: '1',
});

/**
 * MinIO's webhook.
 * @see https://docs.min.io/enterprise/aistor-object-store/administration/bucket-notifications/
 * @param {string} key
 */
export const minioEvent = (key) => ({
  EventName: 's3:ObjectCreated:Put',
  Key: `my-bucket/${key}`,
  ...s3Event(key, 's3:ObjectCreated:Put'),
});
