/**
 * The smallest possible file of vector tiles (PMTiles 3, uncompressed): one tile that covers the world, with an area
 * in a layer of this name. https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md
 */
export function packTiles(layer: string): Buffer {
  const tile = packTile(layer);
  const metadata = Buffer.from(JSON.stringify({ vector_layers: [{ id: layer, fields: {} }] }));
  // One entry: tile 0, run length 1, its length, offset 0.
  const directory = Buffer.from([...varint(1), ...varint(0), ...varint(1), ...varint(tile.length), ...varint(1)]);
  return Buffer.concat([header([directory, metadata, tile]), directory, metadata, tile]);
}

const headerLength = 127;

function header([directory, metadata, tile]: readonly [Buffer, Buffer, Buffer]): Buffer {
  const bytes = Buffer.alloc(headerLength);
  bytes.write('PMTiles\x03', 'latin1');
  const afterDirectory = headerLength + directory.length;
  const afterMetadata = afterDirectory + metadata.length;
  const places = [headerLength, directory.length, afterDirectory, metadata.length, 0, 0, afterMetadata, tile.length];
  for (const [i, figure] of [...places, 1, 1, 1].entries()) bytes.writeBigUInt64LE(BigInt(figure), 8 + 8 * i);
  const isClustered = 1;
  const uncompressed = 1;
  const vectorTiles = 1;
  bytes.set([isClustered, uncompressed, uncompressed, vectorTiles, 0, 0], 96);
  for (const [i, degrees] of [-180, -85, 180, 85].entries()) bytes.writeInt32LE(degrees * 1e7, 102 + 4 * i);
  return bytes;
}

/** A vector tile with one area. https://github.com/mapbox/vector-tile-spec/tree/master/2.1 */
function packTile(layer: string): Buffer {
  const side = 4096;
  const moveTo = (1 << 3) | 1;
  const lineTo = (3 << 3) | 2;
  const closePath = (1 << 3) | 7;
  const ring = [moveTo, 0, 0, lineTo, zigzag(side), 0, 0, zigzag(side), zigzag(-side), 0, closePath];
  const polygon = 3;
  const feature = [...number(3, polygon), ...bytes(4, ring.flatMap(varint))];
  const version = 2;
  return Buffer.from(
    bytes(3, [...number(15, version), ...bytes(1, Buffer.from(layer)), ...bytes(2, feature), ...number(5, side)]),
  );
}

function number(field: number, value: number): number[] {
  return [...varint(field << 3), ...varint(value)];
}

function bytes(field: number, content: Iterable<number>): number[] {
  const list = [...content];
  return [...varint((field << 3) | 2), ...varint(list.length), ...list];
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}

function zigzag(value: number): number {
  return (value << 1) ^ (value >> 31);
}
