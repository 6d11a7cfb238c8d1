// What this browser keeps of its door, so that it can go on without a connection, and after it was closed and opened again.
const queueKey = 'dibs-door-queue';
const listPrefix = 'dibs-door-list-';
const keepFor = 2 * 24 * 60 * 60 * 1000;

function load(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

const save = (key, value) => localStorage.setItem(key, JSON.stringify(value));

/** Scans that let somebody in and that the server does not know yet, of all screenings. */
export const queue = {
  all: () => load(queueKey, []),
  add: (scan) => save(queueKey, [...load(queueKey, []), scan]),
  remove: (scanId) => save(queueKey, load(queueKey, []).filter((scan) => scan.scanId !== scanId)),
};

/** The list of a screening: what the server said last, and who came in at this door since. */
export class List {
  constructor(screening) {
    this.key = listPrefix + screening;
    const kept = load(this.key, {});
    this.server = kept.server ?? null;
    this.offset = kept.offset ?? 0;
    this.here = kept.here ?? {};
    this.index();
  }

  replace(server) {
    this.server = server;
    // The server's clock against this one's.
    this.offset = Date.parse(server.at) - Date.now();
    this.index();
    this.keep();
  }

  admit(id, at, door) {
    this.here[id] ??= { at, door };
    this.keep();
  }

  find(id) {
    return this.tickets.get(id);
  }

  /** Who came in with this ticket, as far as is known here. */
  admitted(id) {
    return this.find(id)?.in ?? this.here[id];
  }

  now() {
    return new Date(Date.now() + this.offset);
  }

  get counts() {
    const expected = [...this.tickets.values()].filter((ticket) => !ticket.void);
    return { expected: expected.length, admitted: expected.filter((ticket) => this.admitted(ticket.id)).length };
  }

  index() {
    this.tickets = new Map((this.server?.tickets ?? []).map((ticket) => [ticket.id, ticket]));
  }

  keep() {
    save(this.key, { server: this.server, offset: this.offset, here: this.here, keptAt: Date.now() });
  }
}

/** Lists of screenings that are over long since. */
export function forgetOldLists() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(listPrefix) && Date.now() - (load(key, {}).keptAt ?? 0) > keepFor) localStorage.removeItem(key);
  }
}
