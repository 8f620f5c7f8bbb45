import { render } from '@/messages'
import type ui from '@/messages/en/ui.json'

type Short<Id> = Id extends `page.${infer Name}` ? Name : never

/** Ids of the page's own texts, without their subject. */
export type TextId = Short<keyof typeof ui>

/** A text of the page in the reader's language (`messages/<language>/ui.json`). */
export function text(id: TextId, params: Record<string, string | number | boolean> = {}): string {
  return render({ id: `page.${id}`, params })
}
