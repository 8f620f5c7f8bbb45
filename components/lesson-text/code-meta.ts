import type { ShikiTransformer } from 'shiki/core'
import { placeholderPattern } from '@/components/live/placeholders'

/** The file that a block is: ```` ```yaml file=web.yaml ````. */
export const fileIn = (meta: string): string | undefined => /(?:^|\s)file=(\S+)/.exec(meta)?.[1]

/** ```` ```bash run ````: commands for the learner's terminal; without `run` they are there to be read. */
export const runs = (meta: string): boolean => /(?:^|\s)run(?:\s|$)/.test(meta)

/** Leaves what a code block's buttons need on its `pre`, and wraps placeholders so that the page can fill them. */
export const codeMeta: ShikiTransformer = {
  name: 'code-meta',
  preprocess(code, options) {
    options.decorations = [
      ...(options.decorations ?? []),
      ...[...code.matchAll(placeholderPattern)].map(match => ({
        start: match.index,
        end: match.index + match[0].length,
        properties: { 'data-placeholder': match[1] },
        alwaysWrap: true,
      })),
    ]
  },
  pre(node) {
    const meta = this.options.meta?.__raw ?? ''
    node.properties = {
      'data-source': this.source,
      'data-language': this.options.lang,
      'data-file': fileIn(meta),
      'data-run': runs(meta) ? 'true' : undefined,
    }
  },
}
