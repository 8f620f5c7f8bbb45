import type { KubernetesObject } from '@kubernetes/client-node'
import type { Column } from '../registration'
import { ageOf } from './duration'

type Cell<T> = Column<T>['cell']

/** A column that is always shown; `wide` is shown with `-o wide`. */
export const column = <T>(name: string, cell: Cell<T>, type: Column<T>['type'] = 'string'): Column<T> => ({
  name,
  type,
  description: '',
  priority: 0,
  cell,
})

export const wide = <T>(name: string, cell: Cell<T>, type: Column<T>['type'] = 'string'): Column<T> => ({
  ...column(name, cell, type),
  priority: 1,
})

export const nameColumn: Column<KubernetesObject> = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: 'The name of the object, unique among its kind in its namespace.',
  priority: 0,
  cell: ({ metadata }) => metadata?.name ?? '',
}

export const ageColumn: Column<KubernetesObject> = {
  name: 'Age',
  type: 'string',
  description: 'How long ago the object was created.',
  priority: 0,
  cell: ({ metadata }, now) => ageOf(metadata?.creationTimestamp, now),
}

export const createdAtColumn: Column<KubernetesObject> = {
  name: 'Created At',
  type: 'date',
  description: 'When the object was created.',
  priority: 0,
  cell: ({ metadata }) => String(metadata?.creationTimestamp ?? ''),
}

export const nameColumns = [nameColumn, ageColumn]
