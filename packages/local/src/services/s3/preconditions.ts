import { noSuchKey, notModified, preconditionFailed } from "./errors.ts";

interface Preconditions {
  IfMatch?: string | undefined;
  IfNoneMatch?: string | undefined;
  IfModifiedSince?: Date | undefined;
  IfUnmodifiedSince?: Date | undefined;
}

interface Subject {
  etag: string;
  /** Milliseconds since the epoch. */
  modifiedAt: number;
}

/** Throws PreconditionFailed or NotModified. Source: S3 API Reference, GetObject, and RFC 9110, section 13.2.2. */
export function checkRead(conditions: Preconditions, object: Subject): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  // HTTP dates have whole seconds.
  const modifiedSecond = Math.floor(object.modifiedAt / 1000) * 1000;
  if (IfMatch !== undefined) {
    if (!matches(IfMatch, object.etag)) throw preconditionFailed("If-Match");
  } else if (IfUnmodifiedSince && modifiedSecond > IfUnmodifiedSince.getTime()) {
    throw preconditionFailed("If-Unmodified-Since");
  }
  if (IfNoneMatch !== undefined) {
    if (matches(IfNoneMatch, object.etag)) throw notModified();
  } else if (IfModifiedSince && modifiedSecond <= IfModifiedSince.getTime()) {
    throw notModified();
  }
}

/** Throws PreconditionFailed or NoSuchKey. Source: S3 User Guide, "How to prevent object overwrites with conditional writes". */
export function checkWrite(conditions: Preconditions, key: string, existing: Subject | undefined): void {
  const { IfMatch, IfNoneMatch } = conditions;
  if (IfNoneMatch !== undefined && existing && matches(IfNoneMatch, existing.etag)) {
    throw preconditionFailed("If-None-Match");
  }
  if (IfMatch === undefined) return;
  if (!existing) throw noSuchKey(key);
  if (!matches(IfMatch, existing.etag)) throw preconditionFailed("If-Match");
}

function matches(header: string, etag: string): boolean {
  const bare = (tag: string) => tag.trim().replace(/^W\//, "").replaceAll('"', "");
  return header.split(",").some((tag) => tag.trim() === "*" || bare(tag) === bare(etag));
}
