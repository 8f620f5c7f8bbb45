/** ASN.1 in DER (X.690), as much of it as a certificate needs. */
const tagged = (tag: number, ...contents: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(contents)
  const bytes: number[] = []
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  const length = content.length < 128 ? [content.length] : [0x80 | bytes.length, ...bytes]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

export const sequence = (...items: readonly Buffer[]) => tagged(0x30, ...items)
export const set = (...items: readonly Buffer[]) => tagged(0x31, ...items)
export const octets = (content: Buffer) => tagged(0x04, content)
export const bits = (content: Buffer, unused = 0) => tagged(0x03, Buffer.from([unused]), content)
export const text = (value: string) => tagged(0x0c, Buffer.from(value))
export const boolean = (value: boolean) => tagged(0x01, Buffer.from([value ? 0xff : 0]))
export const explicit = (number: number, content: Buffer) => tagged(0xa0 | number, content)
/** Context-specific and primitive: how a subject's alternative names are told apart. */
export const choice = (number: number, content: Buffer) => tagged(0x80 | number, content)

/** A positive number, most significant byte first. */
export const integer = (bytes: Buffer) =>
  tagged(0x02, bytes[0]! & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes)

/** `YYMMDDhhmmssZ` */
export const time = (milliseconds: number) =>
  tagged(0x17, Buffer.from(`${new Date(milliseconds).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`))

/** An object identifier in dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const arc of rest) {
    const groups = [arc & 0x7f]
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift(0x80 | (left & 0x7f))
    bytes.push(...groups)
  }
  return tagged(0x06, Buffer.from(bytes))
}
