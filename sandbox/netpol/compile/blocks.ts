import type { V1IPBlock } from '@kubernetes/client-node'
import { type Address, type Cidr, contains, parseCidr } from './addresses'

/** An ipBlock. `index` numbers the different blocks of a model. */
export type Block = {
  index: number
  text: string
  /** Undefined if it is no CIDR: such a block contains nothing. */
  cidr: Cidr | undefined
  excepts: readonly { text: string; cidr: Cidr | undefined }[]
}

export function blockContains(block: Block, address: Address): boolean {
  return (
    block.cidr !== undefined &&
    contains(block.cidr, address) &&
    !block.excepts.some(except => except.cidr !== undefined && contains(except.cidr, address))
  )
}

/** Gives the same block to equal ipBlocks, so that each address is compared with it once. */
export class Blocks {
  private readonly byText = new Map<string, Block>()

  get all(): Block[] {
    return [...this.byText.values()]
  }

  of(source: V1IPBlock): Block {
    const excepts = source.except ?? []
    const key = JSON.stringify([source.cidr, excepts])
    const known = this.byText.get(key)
    if (known) return known
    const block: Block = {
      index: this.byText.size,
      text: String(source.cidr),
      cidr: parseCidr(String(source.cidr)),
      excepts: excepts.map(text => ({ text: String(text), cidr: parseCidr(String(text)) })),
    }
    this.byText.set(key, block)
    return block
  }
}
