/** S3's tables. An object's content is one or more blobs (one per upload part); a blob's bytes lie in chunks of 1 MiB. */
export const s3Schema: readonly string[] = [
  `
  CREATE TABLE s3_buckets (
    name TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- value: JSON in the shape that the SDK has for the aspect, e.g. aspect 'tagging', value [{"Key":"…","Value":"…"}].
  CREATE TABLE s3_bucket_settings (
    bucket TEXT NOT NULL REFERENCES s3_buckets (name) ON DELETE CASCADE,
    aspect TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (bucket, aspect)
  ) STRICT, WITHOUT ROWID;

  -- headers: JSON, see ObjectHeaders. blobs: JSON [[blob id, size in bytes], …] in order of content.
  CREATE TABLE s3_objects (
    bucket TEXT NOT NULL REFERENCES s3_buckets (name),
    key TEXT NOT NULL,
    etag TEXT NOT NULL,
    size INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    headers TEXT NOT NULL,
    blobs TEXT NOT NULL,
    PRIMARY KEY (bucket, key)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE s3_blobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    size INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE s3_chunks (
    blob INTEGER NOT NULL REFERENCES s3_blobs (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (blob, number)
  ) STRICT;

  CREATE TABLE s3_uploads (
    id TEXT PRIMARY KEY,
    bucket TEXT NOT NULL REFERENCES s3_buckets (name),
    key TEXT NOT NULL,
    headers TEXT NOT NULL,
    started_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- checksum: JSON, see Checksum, or null when the part has none.
  CREATE TABLE s3_parts (
    upload TEXT NOT NULL REFERENCES s3_uploads (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    etag TEXT NOT NULL,
    size INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    blob INTEGER NOT NULL,
    checksum TEXT,
    PRIMARY KEY (upload, number)
  ) STRICT, WITHOUT ROWID;
  `,
];
