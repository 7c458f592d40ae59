// Charts of bars as SVG that the server draws, for a desk and for a phone; the numbers stand in a table beside each.
import { type Content, html, type Markup } from './html.ts'

export interface Series {
  readonly name: string
  readonly values: readonly number[]
}

// Units are pixels on a phone, so that words can be read there.
const [width, height, foot, letters] = [360, 220, 50, 13]
const chart = (tall: number, about: string, drawn: Content): Markup =>
  html`<figure class="console-chart"><svg viewBox="0 0 ${width} ${tall}" role="img" aria-label="${about}" font-size="${letters}">${drawn}</svg></figure>`

const row = 40

/** One bar for each name, as long as its number. `about`: the chart in words, for those who do not see it. */
export function namedBars(
  named: readonly { readonly name: string; readonly value: number }[],
  about: string,
): Markup {
  const top = Math.max(1, ...named.map(({ value }) => value))
  const bar = ({ name, value }: (typeof named)[number], place: number) =>
    html`<text x="0" y="${place * row + 14}">${name}: ${value}</text><rect x="0" y="${place * row + 19}" width="${((value / top) * width).toFixed(1)}" height="14" fill="${fills[0]}"/>`
  return chart(named.length * row, about, named.map(bar))
}

// Dark and light enough to be told apart without colour too (WCAG 2.1, 1.4.1): the second is hatched.
const fills = ['#1a5fa8', 'url(#hatched)'] as const

/** Two series side by side for each place. `ends`: what the first and the last place are called. `about`: the chart in words, for those who do not see it. */
export function bars(
  series: readonly [Series, Series],
  ends: readonly [string, string],
  about: string,
): Markup {
  const places = Math.max(1, series[0].values.length)
  const top = Math.max(1, ...series.flatMap(({ values }) => values))
  const step = width / places
  const bar = Math.max(1, Math.min(24, step * 0.4))
  const one = (value: number, place: number, index: number) => {
    if (value === 0) return null
    const tall = (value / top) * (height - foot)
    const x = place * step + step / 2 + (index - 1) * bar
    return html`<rect x="${x.toFixed(1)}" y="${(height - foot - tall).toFixed(1)}" width="${bar.toFixed(1)}" height="${tall.toFixed(1)}" fill="${fills[index]!}"/>`
  }
  const drawn = html`
<defs><pattern id="hatched" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="4" height="4" fill="#fff"/><rect width="2" height="4" fill="#a3421f"/></pattern></defs>
<line x1="0" y1="${height - foot}" x2="${width}" y2="${height - foot}" stroke="#454545"/>
${series.map(({ values }, index) => values.map((value, place) => one(value, place, index)))}
${series.map(
  ({ name }, index) =>
    html`<rect x="${index * 160}" y="${height - 14}" width="12" height="12" fill="${fills[index]!}"/><text x="${index * 160 + 18}" y="${height - 3}">${name}</text>`,
)}<text x="0" y="13">${top}</text><text x="0" y="${height - 32}">${ends[0]}</text><text x="${width}" y="${height - 32}" text-anchor="end">${ends[1]}</text>`
  return chart(height, about, drawn)
}
