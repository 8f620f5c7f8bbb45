import { render } from '@/messages'
import type people from '@/messages/en/people.json'
import type ui from '@/messages/en/ui.json'
import type workshop from '@/messages/en/workshop.json'

type Short<Id> = Id extends `page.${infer Name}` ? Name : never

/** Ids of the page's own texts, without their subject. */
export type TextId = Short<keyof typeof ui | keyof typeof people | keyof typeof workshop>

/** A text of the page in the reader's language (`messages/<language>`). */
export function text(id: TextId, params: Record<string, string | number | boolean> = {}): string {
  return render({ id: `page.${id}`, params })
}
