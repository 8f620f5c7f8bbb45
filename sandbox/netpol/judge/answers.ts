import type { Direction, Protocol, Side } from '../model'
import type { AskedPort, Isolation } from './isolation'
import type { PodClass, PodClasses } from './pod-class'
import type { PortClasses } from './port-classes'

/** What each isolation of a direction answers about each class of pods, for one class of ports. */
class Table {
  private readonly isolations: readonly Isolation[]
  private readonly width: number
  /** Place in `sides`, a row an isolation, a column a class of pods; 0 before it is known. */
  private readonly places: Uint32Array
  private readonly sides: (Side | undefined)[] = [undefined]
  private readonly placeOf = new Map<Side, number>()

  constructor(
    direction: Direction,
    private readonly asked: AskedPort,
    classes: PodClasses,
  ) {
    this.isolations = classes.isolationsOf(direction)
    this.width = classes.all.length
    this.places = new Uint32Array(this.isolations.length * this.width)
  }

  /** `row`: the isolation of `own` in the table's direction. */
  side(row: number, own: PodClass, other: PodClass): Side {
    const cell = row * this.width + other.index
    return this.sides[this.places[cell]!] ?? this.find(row, cell, own, other)
  }

  private find(row: number, cell: number, own: PodClass, other: PodClass): Side {
    const isolation = this.isolations[row]!
    const side = isolation.judge(other, own.families & other.families, this.asked)
    const place = this.placeOf.get(side) ?? this.sides.push(side) - 1
    this.placeOf.set(side, place)
    this.places[cell] = place
    return side
  }
}

/** The answers for one class of ports. */
export type PortAnswers = { asked: AskedPort; ingress: Table; egress: Table }

/** Cells of all tables together (4 bytes each) before the oldest is forgotten. */
const mostCells = 16_000_000

/**
 * Remembers answers by classes of ports and pods: after the first of its kind an answer is a look-up. Pods of two
 * classes answer the same whichever of them are asked, unless they are asked by one of several addresses.
 */
export class Answers {
  private readonly byPortClass = new Map<number, PortAnswers>()
  private readonly mostTables: number
  private last: PortAnswers | undefined

  constructor(
    private readonly podClasses: PodClasses,
    private readonly portClasses: PortClasses,
  ) {
    const rows = podClasses.isolationsOf('ingress').length + podClasses.isolationsOf('egress').length
    this.mostTables = Math.max(1, Math.floor(mostCells / Math.max(1, rows * podClasses.all.length)))
  }

  for(protocol: Protocol, port: number): PortAnswers {
    const { last } = this
    if (last && last.asked.port === port && last.asked.protocol === protocol) return last
    const portClass = this.portClasses.of(protocol, port)
    const known = this.byPortClass.get(portClass)
    const found = known ?? this.remember({ protocol, port, portClass })
    // Kept with the port that was asked for, so that asking again is found without searching.
    this.last = found.asked.port === port ? found : { ...found, asked: { protocol, port, portClass } }
    return this.last
  }

  private remember(asked: AskedPort): PortAnswers {
    const [oldest] = this.byPortClass.keys()
    if (oldest !== undefined && this.byPortClass.size >= this.mostTables) this.byPortClass.delete(oldest)
    const made: PortAnswers = {
      asked,
      ingress: new Table('ingress', asked, this.podClasses),
      egress: new Table('egress', asked, this.podClasses),
    }
    this.byPortClass.set(asked.portClass, made)
    return made
  }
}
