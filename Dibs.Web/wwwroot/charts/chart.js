// Draws charts with ECharts, which is fetched when the first one is to be drawn. Colours are names of the theme's variables, and
// are looked up anew when the theme changes.
const charts = new Map();
let library;

function load() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = new URL('echarts-6.1.0.common.min.js', import.meta.url);
    script.onload = () => resolve(window.echarts);
    script.onerror = () => reject(new Error('The charts could not be fetched.'));
    document.head.append(script);
  });
  return library;
}

function coloured(option) {
  const style = getComputedStyle(document.documentElement);
  return JSON.parse(option, (_, value) =>
    typeof value === 'string' && value.startsWith('--') ? style.getPropertyValue(value).trim() : value);
}

export async function draw(element, option) {
  const echarts = await load();
  if (!element.isConnected) return;
  let drawn = charts.get(element);
  if (!drawn) {
    const chart = echarts.init(element, null, { renderer: 'svg' });
    const size = new ResizeObserver(() => chart.resize());
    size.observe(element);
    const theme = new MutationObserver(() => chart.setOption(coloured(drawn.option), true));
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    drawn = { chart, size, theme };
    charts.set(element, drawn);
  }
  drawn.option = option;
  drawn.chart.setOption(coloured(option), true);
}

export function end(element) {
  const drawn = charts.get(element);
  if (!drawn) return;
  charts.delete(element);
  drawn.size.disconnect();
  drawn.theme.disconnect();
  drawn.chart.dispose();
}
