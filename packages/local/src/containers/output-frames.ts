export interface OutputFrame {
  readonly stream: "stdout" | "stderr";
  readonly payload: Buffer;
}

const headerBytes = 8;

/**
 * Takes Docker's multiplexed output apart: 8 bytes (stream, three zeros, length in big endian), then the payload, however chunks
 * cut them. Source: Docker Engine API reference, ContainerAttach, "Stream format".
 */
export function createFrameParser(): (chunk: Buffer) => OutputFrame[] {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    let data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const frames: OutputFrame[] = [];
    while (data.length >= headerBytes) {
      const end = headerBytes + data.readUInt32BE(4);
      if (data.length < end) break;
      frames.push({
        stream: data[0] === 2 ? "stderr" : "stdout",
        payload: data.subarray(headerBytes, end),
      });
      data = data.subarray(end);
    }
    rest = data;
    return frames;
  };
}
