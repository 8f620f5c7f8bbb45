import { text } from '@/components/ui/text'
import type { DrillPage } from '@/protocol'

const labelText = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ')

/** The pods that run, by namespace, with what selectors can see of them. */
export function DrillCluster({ drill }: { drill: DrillPage }) {
  return (
    <div className="table-scroll">
      <table>
        <caption className="visually-hidden">{text('drills.pods')}</caption>
        <thead>
          <tr>
            <th scope="col">{text('drills.namespace')}</th>
            <th scope="col">{text('drills.pod')}</th>
            <th scope="col">{text('drills.labels')}</th>
          </tr>
        </thead>
        <tbody>
          {drill.namespaces.flatMap(namespace =>
            drill.pods
              .filter(pod => pod.namespace === namespace.name)
              .map(pod => (
                <tr key={`${pod.namespace}/${pod.name}`}>
                  <td>
                    <code>{namespace.name}</code> <small>{labelText(namespace.labels)}</small>
                  </td>
                  <th scope="row">
                    <code>{pod.name}</code>
                  </th>
                  <td>
                    <code>{labelText(pod.labels)}</code>
                  </td>
                </tr>
              )),
          )}
        </tbody>
      </table>
    </div>
  )
}
