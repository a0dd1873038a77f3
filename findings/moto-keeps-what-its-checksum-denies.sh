#!/usr/bin/env bash
# moto, the usual stand-in for S3 in tests, takes an object whose x-amz-checksum-sha256 is that of another content: it neither compares it nor keeps
# it. Amazon S3 refuses such a PUT with BadDigest (S3 user guide, "Checking object integrity"). Conditional writes, which are newer,
# moto does know.
#
# Why it matters here: what is stored after a scan carries the SHA-256 that was scanned, so that S3 refuses other bytes. A test of
# that against moto is green whatever is sent; tests/s3 uses s3s-fs, which compares.
#
# Seen on 2026-11-30, moto 5.2.5:
#   PUT with the checksum of another content: 200, and the object is there, without a checksum
#   PUT if none is there, where there is one: PreconditionFailed
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'moto[s3]==5.2.5' 'boto3==1.44.8'

cat >try.py <<'PY'
import base64
import hashlib

import boto3
from botocore.exceptions import ClientError
from moto import mock_aws

other = base64.b64encode(hashlib.sha256(b"another content").digest()).decode()
with mock_aws():
    s3 = boto3.client(
        "s3", region_name="us-east-1", aws_access_key_id="id", aws_secret_access_key="secret"
    )
    s3.create_bucket(Bucket="uploads")
    answer = s3.put_object(Bucket="uploads", Key="file", Body=b"a content", ChecksumSHA256=other)
    status = answer["ResponseMetadata"]["HTTPStatusCode"]
    stored = s3.get_object(Bucket="uploads", Key="file", ChecksumMode="ENABLED")
    assert stored["Body"].read() == b"a content"
    assert "ChecksumSHA256" not in stored
    print(f"PUT with the checksum of another content: {status}, and the object is there, without a checksum")
    assert status == 200
    try:
        s3.put_object(Bucket="uploads", Key="file", Body=b"again", IfNoneMatch="*")
        raise SystemExit("a condition was ignored")
    except ClientError as error:
        print(f"PUT if none is there, where there is one: {error.response['Error']['Code']}")
        assert error.response["Error"]["Code"] == "PreconditionFailed"
PY
venv/bin/python try.py
