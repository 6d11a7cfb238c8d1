// Draws charts: reads {"folder", "charts": [{"name", "width", "height", "option", "png"}], "colours": {"light": {...}}} from stdin
// and writes NAME.svg (and NAME.png) into the folder, and on stdout {"NAME": "<svg ...>"} with colours as CSS variables.
//
// Options name colours as in "@ink". ECharts is given a colour that occurs nowhere else for each, and in what it has drawn
// they are put in place: variables for the page, which is light or dark, and light ones for files.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as echarts from 'echarts';
import { Resvg } from '@resvg/resvg-js';

const require = createRequire(import.meta.url);
const inter = dirname(require.resolve('@expo-google-fonts/inter/package.json'));
const fonts = {
  fontFiles: ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'].map(file => join(inter, file)),
  loadSystemFonts: false,
  defaultFontFamily: 'Inter',
};

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { folder, charts, colours } = JSON.parse(Buffer.concat(chunks));
mkdirSync(folder, { recursive: true });

const names = Object.keys(colours);
const marker = name => '#fe' + (names.indexOf(name) + 16).toString(16).padStart(4, '0');

function withMarkers(value) {
  if (typeof value === 'string') return value.startsWith('@') && names.includes(value.slice(1)) ? marker(value.slice(1)) : value;
  if (Array.isArray(value)) return value.map(withMarkers);
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withMarkers(one)]));
  return value;
}

// ECharts writes some colours as rgb(r,g,b).
function replaced(svg, colourOf) {
  for (const name of names) {
    const hex = marker(name);
    const [r, g, b] = [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
    svg = svg.replaceAll(hex, colourOf(name)).replaceAll(`rgb(${r},${g},${b})`, colourOf(name));
  }
  return svg;
}

// Functions cannot be in JSON: a series that draws bars of an interval says so by a word.
const intervals = (params, api) => {
  const x = api.value(0);
  const [high, low] = [api.coord([x, api.value(1)]), api.coord([x, api.value(2)])];
  const half = 5;
  const offset = api.value(3);
  const line = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: api.visual('color'), lineWidth: 1.5 } });
  const at = high[0] + offset;
  return {
    type: 'group',
    children: [line(at, high[1], at, low[1]), line(at - half, high[1], at + half, high[1]), line(at - half, low[1], at + half, low[1])],
  };
};

const drawn = {};
for (const { name, width, height, option, png } of charts) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  const ready = withMarkers(option);
  for (const series of ready.series) if (series.renderItem === 'intervals') series.renderItem = intervals;
  chart.setOption({ animation: false, backgroundColor: 'transparent', ...ready });
  const svg = chart.renderToSVGString();
  // Its timers would keep the process.
  chart.dispose();
  drawn[name] = replaced(svg, colour => `var(--${colour})`);
  const light = replaced(svg, colour => colours[colour]);
  writeFileSync(join(folder, `${name}.svg`), light);
  if (png) {
    const picture = new Resvg(light, { font: fonts, background: colours.surface, fitTo: { mode: 'zoom', value: 2 } });
    writeFileSync(join(folder, `${name}.png`), picture.render().asPng());
  }
}

process.stdout.write(JSON.stringify(drawn));
