/**
 * The remote command protocol over WebSocket: one byte of channel before each frame's payload; v5 adds a frame
 * that closes one channel (KEP-4006). Source: k8s.io/apimachinery/pkg/util/remotecommand.
 */
export const subprotocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io']

export const channel = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const

export function frame(to: number, payload: Uint8Array | string): Buffer {
  return Buffer.concat([Buffer.of(to), typeof payload === 'string' ? Buffer.from(payload) : payload])
}
