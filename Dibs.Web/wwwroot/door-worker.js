// Keeps the door's page, and the files that it is made of, for when there is no connection. From the server first, always; no
// answer of a call is kept.
const name = 'dibs-door';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== 'GET' || address.origin !== location.origin) return;
  const isFile = /\.\w+$/.test(address.pathname) && !address.pathname.startsWith('/api/');
  if (!isFile && address.pathname !== '/staff/door') return;
  event.respondWith(serve(event.request));
});

async function serve(request) {
  let response = null;
  try {
    response = await fetch(request);
    if (response.ok && !response.redirected) {
      const cache = await caches.open(name);
      await cache.put(request, response.clone());
    }
    if (response.status < 500) return response;
  } catch {
    // Away.
  }
  return (await caches.match(request, { ignoreVary: true })) ?? response ?? Response.error();
}
