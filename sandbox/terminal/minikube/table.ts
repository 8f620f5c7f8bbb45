/** A table as minikube draws them: headers in the middle, cells to the left. */
export function drawTable(headers: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headers.map((header, column) =>
    Math.max(...[header, ...rows.map(row => row[column] ?? '')].map(text => text.length)),
  )
  const rule = (left: string, middle: string, right: string) =>
    left + widths.map(width => '─'.repeat(width + 2)).join(middle) + right
  const line = (cells: readonly string[], pad: (text: string, width: number) => string) =>
    `│${widths.map((width, column) => ` ${pad(cells[column] ?? '', width)} `).join('│')}│`
  return `${[
    rule('┌', '┬', '┐'),
    line(headers, centred),
    rule('├', '┼', '┤'),
    ...rows.map(row => line(row, (text, width) => text.padEnd(width))),
    rule('└', '┴', '┘'),
  ].join('\n')}\n`
}

const centred = (text: string, width: number) =>
  text.padStart(Math.floor((width - text.length) / 2) + text.length).padEnd(width)
