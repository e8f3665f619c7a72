/**
 * The order in which a java.util.HashMap lists these keys. AWS hands out CSV rows in it.
 * Recorded on AWS: test_map_item_reader_csv_headers_first_row_typed_headers. Source: Java SE, HashMap and String.hashCode.
 */
export function javaHashOrder(keys: readonly string[]): string[] {
  let capacity = 16;
  while (keys.length > capacity * 0.75) capacity *= 2;
  const bucketOf = (key: string) => {
    const hash = javaHash(key);
    return (hash ^ (hash >>> 16)) & (capacity - 1);
  };
  return keys
    .map((key) => ({ key, bucket: bucketOf(key) }))
    .sort((one, other) => one.bucket - other.bucket)
    .map(({ key }) => key);
}

function javaHash(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1)
    hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash;
}
