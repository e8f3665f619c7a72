/** The text is not a path. `position`: offset in it. */
export class InvalidPath extends Error {
  readonly path: string;
  readonly position: number;

  constructor(path: string, position: number, expected: string) {
    super(`Could not parse the path ${path} at index ${position}: expected ${expected}`);
    this.name = "InvalidPath";
    this.path = path;
    this.position = position;
  }
}

/** The path leads nowhere in this value; the message is Jayway's, which AWS shows. */
export class PathNotFound extends Error {
  override readonly name = "PathNotFound";
}
