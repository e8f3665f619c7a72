/**
 * A UUID of version 7: made at a later time, it sorts later. The store finds executions by their names, and an index whose
 * new entries all come at its end costs a fraction of one that they are strewn over.
 *
 * `at`: milliseconds since the epoch; `uuid`: a random one, of which it keeps 74 bits. Source: RFC 9562, section 5.7.
 */
export function toOrderedId(at: number, uuid: string): string {
  const time = at.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${uuid.slice(15)}`;
}
