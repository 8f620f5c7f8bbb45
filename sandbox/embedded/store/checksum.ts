import zlib from 'node:zlib'

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value
})

/** CRC-32 (ISO 3309). */
function ownCrc(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = table[(crc ^ byte) & 0xff]! ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

/** Node's own is much faster, and came after the oldest Node that runs this. */
const crc = 'crc32' in zlib ? (zlib.crc32 as (bytes: Uint8Array) => number) : ownCrc

/** CRC-32 as eight hexadecimal digits. */
export const checksum = (bytes: Uint8Array): string => crc(bytes).toString(16).padStart(8, '0')
