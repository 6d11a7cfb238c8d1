// Keeps the door's page, and what it is made of, for when there is no connection. From the server first, always; calls of the
// API are never kept.
const name = 'dibs-door';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== 'GET' || address.origin !== location.origin) return;
  if (address.pathname.startsWith('/api/') || address.pathname.startsWith('/_blazor')) return;
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
