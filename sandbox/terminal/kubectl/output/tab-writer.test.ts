import { expect, it } from 'vitest'
import { alignTabs, describeTabs, tableTabs } from './tab-writer'

it('a column is as wide as its widest cell and its padding', () => {
  expect(alignTabs('NAME\tREADY\nweb\t1/1\nclient-long\t1/1\n', tableTabs)).toBe(
    'NAME          READY\nweb           1/1\nclient-long   1/1\n',
  )
})

it('a line without the cell ends the column', () => {
  expect(alignTabs('Name:\tx\nSpec:\n  Long title:\ty\n', describeTabs)).toBe(
    'Name:  x\nSpec:\n  Long title:  y\n',
  )
})

it('columns of a watch keep the width they had', () => {
  const widths: number[] = []
  alignTabs('NAME\tSTATUS\nlong-name\tRunning\n', tableTabs, widths)
  expect(alignTabs('web\tRunning\n', tableTabs, widths)).toBe('web         Running\n')
})

it('characters count, not bytes', () => {
  expect(alignTabs('é😀é\tx\nabcdef\ty\n', describeTabs)).toBe('é😀é     x\nabcdef  y\n')
})
