import type { ApiResponse, KubernetesClient, Method, RequestOptions } from '../../client'
import type { Process, ProgramTable } from '../../process'
import type { LocalPorts } from '../local-ports'
import type { Command } from './command'
import type { ParsedFlags } from './flags/parse'
import type { Mapper } from './resources/mapper'

/** The API as a command uses it: the server's warnings go to stderr, Ctrl-C ends what is under way. */
export interface Api {
  readonly server: string
  readonly client: KubernetesClient
  request<T>(method: Method, path: string, options?: RequestOptions): Promise<ApiResponse<T>>
}

/** One run of one command: its line, its streams, and the cluster behind it. */
export interface Invocation {
  readonly process: Process
  /** Names of the commands from kubectl down: `kubectl rollout status`. */
  readonly commandPath: string
  readonly command: Command
  readonly flags: ParsedFlags
  readonly args: readonly string[]
  readonly signal: AbortSignal
  /** Programs of the sandbox, for `kubectl edit`. */
  readonly programs: ProgramTable
  /** Where `kubectl port-forward` listens. */
  readonly ports: LocalPorts
  out(text: string): Promise<void>
  err(text: string): Promise<void>
  /** The namespace of the request, and whether the command line named it. */
  namespace(): Promise<{ name: string; explicit: boolean }>
  api(): Promise<Api>
  /** What the server has; asked for anew where what is remembered of it does not suffice. */
  mapper(suffices?: (mapper: Mapper) => boolean): Promise<Mapper>
  /** The OpenAPI v3 document of one group and version. */
  openApi(group: string, version: string): Promise<OpenApiDocument>
}

export type OpenApiSchema = {
  description?: string
  type?: string
  format?: string
  $ref?: string
  allOf?: OpenApiSchema[]
  items?: OpenApiSchema
  properties?: Record<string, OpenApiSchema>
  additionalProperties?: OpenApiSchema
  required?: string[]
  enum?: string[]
  default?: unknown
  'x-kubernetes-group-version-kind'?: { group: string; version: string; kind: string }[]
  'x-kubernetes-patch-merge-key'?: string
  'x-kubernetes-patch-strategy'?: string
}

export type OpenApiDocument = { components?: { schemas?: Record<string, OpenApiSchema> } }
