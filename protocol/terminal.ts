import { z } from 'zod'

/** `/ws/sandboxes/<id>/terminals/<name>`: JSON text messages, both ways. */
export const terminalClientMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('attach'),
    version: z.number().int(),
    viewer: z.string().min(8).max(64),
    after: z.number().int().nonnegative().optional(),
    columns: z.number().int().min(2).max(500),
    rows: z.number().int().min(1).max(300),
  }),
  z.object({
    type: z.literal('input'),
    sequence: z.number().int().positive(),
    data: z.string().max(1_000_000),
  }),
  z.object({
    type: z.literal('resize'),
    columns: z.number().int().min(2).max(500),
    rows: z.number().int().min(1).max(300),
  }),
  z.object({ type: z.literal('edited'), edit: z.string(), text: z.string().max(2_000_000).nullable() }),
])
export type TerminalClientMessage = z.infer<typeof terminalClientMessage>

export const terminalServerMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('output'), sequence: z.number(), data: z.string() }),
  z.object({
    type: z.literal('screen'),
    sequence: z.number(),
    data: z.string(),
    columns: z.number(),
    rows: z.number(),
  }),
  z.object({ type: z.literal('accepted'), viewer: z.string(), sequence: z.number() }),
  z.object({ type: z.literal('size'), columns: z.number(), rows: z.number() }),
  z.object({
    type: z.literal('note'),
    note: z.enum(['silent', 'no-resources', 'none']),
    params: z.record(z.string(), z.string()),
  }),
  z.object({ type: z.literal('edit'), edit: z.string(), path: z.string(), text: z.string() }),
  z.object({ type: z.literal('running'), command: z.string().nullable() }),
  z.object({
    type: z.literal('refused'),
    reason: z.enum(['version', 'message', 'expired', 'elsewhere']),
    text: z.string(),
  }),
])
export type TerminalServerMessage = z.infer<typeof terminalServerMessage>
