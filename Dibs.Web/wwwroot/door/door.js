// The door's page. Nothing of it needs a circuit: what is scanned goes to the API, or waits in this browser for it.
import { Camera } from './camera.js';
import { DoorLine } from './door-line.js';
import { signal } from './signal.js';
import { List, forgetOldLists, queue } from './store.js';
import { wordsFor } from './words.js';

const refreshEvery = 10000;
const lastShown = 12;
const symbols = { ok: '✓', used: '✕', unknown: '✕', wrong: '!' };

const root = document.getElementById('door');
const part = (name) => root.querySelector(`[data-part=${name}]`);
const { screening, door, timeZone } = root.dataset;
const list = new List(Number(screening));
const line = new DoorLine(Number(screening), door, list);
const words = wordsFor(timeZone);
const camera = new Camera(part('video'), (text) => handle(text));
const [form, code, cameraButton] = [part('form'), part('code'), part('camera')];

// One after the other: who is next sees what became of the one before.
let turn = Promise.resolve();
const handle = (text) => { turn = turn.then(() => scan(text)).catch(() => {}); };

async function scan(text) {
  const answer = await line.scan(text);
  show(answer);
  signal(answer.result);
  showState();
}

function show(answer) {
  const result = part('result');
  result.dataset.result = answer.result;
  part('symbol').textContent = symbols[answer.result];
  part('title').textContent = words.titleOf(answer);
  part('detail').textContent = words.detailOf(answer);
  const item = document.createElement('li');
  item.dataset.result = answer.result;
  item.textContent = `${words.timeOf(answer.result === 'ok' ? answer.at : list.now())} ${words.titleOf(answer)}. ${words.detailOf(answer)}`;
  part('scans').prepend(item);
  part('scans').children[lastShown]?.remove();
}

function showState() {
  const { admitted, expected } = list.counts;
  const waiting = queue.all().length;
  part('counts').textContent = list.server ? `${admitted} of ${expected} in` : '';
  root.dataset.connection = line.online ? 'online' : 'offline';
  part('connection').textContent = (line.online ? 'Online' : 'Offline')
    + (list.server ? `, list of ${words.timeOf(list.server.at)}` : '')
    + (waiting === 0 ? '' : waiting === 1 ? '. 1 scan waits to be sent' : `. ${waiting} scans wait to be sent`);
  part('signed-out').hidden = !line.signedOut;
  const conflicts = list.server?.conflicts ?? [];
  part('conflicts').hidden = conflicts.length === 0;
  part('conflict-list').replaceChildren(...conflicts.map((conflict) => {
    const item = document.createElement('li');
    item.textContent = words.conflictOf(conflict);
    return item;
  }));
}

let refreshing = false;
async function refresh() {
  if (refreshing) return;
  refreshing = true;
  try {
    await line.refresh();
  } finally {
    refreshing = false;
    showState();
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const text = code.value.trim();
  code.value = '';
  if (text) handle(text);
});

// A scanner types wherever the focus is.
document.addEventListener('keydown', (event) => {
  if (event.key.length !== 1 || event.ctrlKey || event.altKey || event.metaKey) return;
  if (!event.target.closest('input, select, textarea, button, a')) code.focus();
});

cameraButton.addEventListener('click', async () => {
  part('camera-error').textContent = '';
  try {
    if (camera.isOn) camera.stop();
    else await camera.start();
  } catch {
    camera.stop();
    part('camera-error').textContent = 'The camera cannot be used: allow it for this page, which has to come over https.';
  }
  cameraButton.textContent = camera.isOn ? 'Stop the camera' : 'Use the camera';
});

window.addEventListener('online', refresh);
window.addEventListener('offline', () => { line.online = false; showState(); });
setInterval(refresh, refreshEvery);

// On a telephone the keyboard would cover the half of the page.
if (matchMedia('(pointer: fine)').matches) code.focus();
forgetOldLists();
showState();
refresh().then(() => { root.dataset.interactive = 'true'; });

// So that the page can be loaded again without a connection.
(async () => {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register('/door-worker.js', { scope: '/staff/door' });
  await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType('resource').map((entry) => entry.name)
    .filter((name) => name.startsWith(location.origin) && !name.startsWith(location.origin + '/api/') && !name.includes('/_blazor'));
  const cache = await caches.open('dibs-door');
  await Promise.allSettled([...new Set([location.href, '/door/jsqr/jsQR.js', ...loaded])].map((address) => cache.add(address)));
})();
